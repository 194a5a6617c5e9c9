package dev.pitboss.server.administration;

import dev.pitboss.server.commands.CommandLine;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.commands.UsageException;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.operators.audit.AuditProof;
import dev.pitboss.server.operators.audit.AuditSealer;
import dev.pitboss.server.operators.audit.AuditTrail;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `pitboss audit`: proves the trail, and writes it out.
final class AuditCommand {
  static final String USAGE =
      """
      Usage: pitboss audit verify [--head POSITION:HASH] [--json]
             pitboss audit export [--after ID]

      `verify` goes along the whole chain and names the first link that is broken. It needs the
      casino's key beside the database: --data, with --database-url too. It prints the head;
      note it elsewhere, and give it to a later verify to prove that nothing was cut off since.
      `export` writes every entry as a line of JSON.

        --head POSITION:HASH  a head that was noted before
        --after ID            only entries after that one
        --json                for programs; export always is
      """
          + Office.USAGE;

  private static final int BATCH = 1_000;

  private AuditCommand() {}

  static int run(List<String> words, Terminal terminal)
      throws UsageException, Refused, IOException {
    CommandLine line = Office.parse(words, List.of("--head", "--after"), List.of(Office.JSON));
    String what = line.onlyOperand("of verify and export");
    if (!what.equals("verify") && !what.equals("export")) {
      throw new UsageException("the subcommands are verify and export");
    }
    Optional<AuditProof.Head> noted = head(line);
    long after = line.number("--after", 0, Long.MAX_VALUE).orElse(0);
    try (Office office = Office.open(line, terminal)) {
      return what.equals("verify")
          ? verify(office, noted, line, terminal)
          : export(office, after, terminal);
    }
  }

  private static Optional<AuditProof.Head> head(CommandLine line) throws UsageException {
    Optional<String> text = line.value("--head");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<AuditProof.Head> head = AuditProof.Head.of(text.get()).filter(it -> it.position() > 0);
    if (head.isEmpty()) {
      throw new UsageException("--head takes POSITION:HASH as verify prints it");
    }
    return head;
  }

  private static int verify(
      Office office, Optional<AuditProof.Head> noted, CommandLine line, Terminal terminal)
      throws IOException, Refused {
    new AuditSealer(office.database(), office.chain()).seal();
    return switch (new AuditProof(office.database(), office.chain()).verify(noted)) {
      case AuditProof.Finding.Intact(AuditProof.Head head, long waiting) -> {
        if (line.has(Office.JSON)) {
          new Facts()
              .addForPrograms("intact", true)
              .addForPrograms("entries", head.position())
              .addForPrograms("waiting", waiting)
              .addForPrograms("head", head.toString())
              .printTo(terminal.out(), line);
        } else {
          terminal
              .out()
              .println("INTACT: %d entries, %d waiting".formatted(head.position(), waiting));
          terminal.out().println("head " + head);
        }
        yield Main.DONE;
      }
      case AuditProof.Finding.SoFar(AuditProof.Head head) ->
          throw new IllegalStateException("the whole chain was asked for, not up to " + head);
      case AuditProof.Finding.Broken(long position, String fault) -> {
        if (line.has(Office.JSON)) {
          new Facts()
              .addForPrograms("intact", false)
              .addForPrograms("brokenAt", position == 0 ? null : position)
              .addForPrograms("fault", fault)
              .printTo(terminal.out(), line);
        } else {
          terminal
              .out()
              .println(
                  position == 0
                      ? "BROKEN: " + fault
                      : "BROKEN at link %d: %s".formatted(position, fault));
        }
        yield Main.FAILED;
      }
    };
  }

  private static int export(Office office, long after, Terminal terminal) {
    long last = after;
    while (true) {
      long from = last;
      List<AuditTrail.Entry> entries =
          office
              .database()
              .read(connection -> office.audit().after(connection, from, Optional.empty(), BATCH));
      for (AuditTrail.Entry entry : entries) {
        terminal.out().println(line(entry));
        last = entry.auditId();
      }
      if (entries.size() < BATCH) {
        return Main.DONE;
      }
    }
  }

  private static String line(AuditTrail.Entry entry) {
    return "{\"id\":%d,\"at\":%s,\"actor\":%s,%s\"action\":%s,\"subject\":%s,\"details\":%s}"
        .formatted(
            entry.auditId(),
            JsonWriter.text(entry.at().toString()),
            JsonWriter.text(entry.actor()),
            entry.operatorId() == null ? "" : "\"operatorId\":" + entry.operatorId() + ",",
            JsonWriter.text(entry.action()),
            JsonWriter.text(entry.subject()),
            entry.details());
  }
}
