package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.operators.KeyHolder;
import dev.pitboss.server.operators.OperatorKeys;
import java.io.PrintStream;
import java.util.List;

/// Commands about keys, of operators and providers alike.
final class KeyDesk {
  private KeyDesk() {}

  /// @param words `list`, `create`, or `revoke` and a key
  static int run(
      OperatorKeys keys,
      KeyHolder holder,
      List<String> words,
      String actor,
      Arguments line,
      PrintStream out)
      throws UsageException, Refused {
    String what = words.getFirst();
    if (what.equals("revoke") && words.size() == 2) {
      String keyId = words.get(1);
      if (!keys.revoke(holder, keyId, actor)) {
        throw new Refused(holder.code() + " has no active key " + keyId);
      }
      out.println("key " + keyId + " is revoked");
    } else if (what.equals("create") && words.size() == 1) {
      OperatorKeys.Made made =
          keys.make(holder, actor)
              .orElseThrow(
                  () -> new Refused(holder.code() + " has two active keys; revoke one first"));
      new Facts()
          .add("key", "key", made.keyId())
          .add("secret", "secret", made.secret())
          .printTo(out, line);
      if (!line.has(Office.JSON)) {
        out.println("The secret is not shown again.");
      }
    } else if (what.equals("list") && words.size() == 1) {
      Listing listing = new Listing("key", "created", "revoked");
      for (OperatorKeys.Listed key : keys.list(holder)) {
        listing.row(key.keyId(), key.createdAt(), key.revokedAt());
      }
      listing.printTo(out, line);
    } else {
      throw new UsageException("the subcommands of key are list, create and revoke KEY");
    }
    return AdministrationProgram.DONE;
  }
}
