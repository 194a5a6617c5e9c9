package dev.pitboss.server.administration;

import dev.pitboss.server.commands.Misused;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.TextTable;
import dev.pitboss.server.operators.KeyHolder;
import dev.pitboss.server.operators.OperatorKeys;
import java.io.PrintStream;
import java.util.List;

/// What commands do about keys, whoever holds them.
final class KeyDesk {
  private KeyDesk() {}

  /// @param words `list`, `create`, or `revoke` and a key
  static int run(
      OperatorKeys keys, KeyHolder holder, List<String> words, String actor, PrintStream out)
      throws Misused, Refused {
    String what = words.getFirst();
    if (what.equals("revoke") && words.size() == 2) {
      String keyId = words.get(1);
      if (!keys.revoke(holder, keyId, actor)) {
        throw new Refused(holder.code() + " has no live key " + keyId);
      }
      out.println("key " + keyId + " opens nothing any more");
    } else if (what.equals("create") && words.size() == 1) {
      OperatorKeys.Made made =
          keys.make(holder, actor)
              .orElseThrow(() ->
                  new Refused(holder.code() + " has two live keys; revoke one before the next"));
      out.println("key     " + made.keyId());
      out.println("secret  " + made.secret());
      out.println("The secret is not shown again.");
    } else if (what.equals("list") && words.size() == 1) {
      TextTable table = new TextTable("key", "created", "revoked");
      for (OperatorKeys.Listed key : keys.list(holder)) {
        table.row(
            key.keyId(),
            key.createdAt().toString(),
            key.revokedAt() == null ? "-" : key.revokedAt().toString());
      }
      table.printTo(out);
    } else {
      throw new Misused("what one does about keys is: list, create, or revoke KEY");
    }
    return Main.DONE;
  }
}
