package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.operators.audit.AuditProof;
import dev.pitboss.server.operators.audit.AuditSealer;
import dev.pitboss.server.operators.audit.AuditTrail;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// `pitboss audit`: proves the trail, and writes it out.
final class AuditCommand {
  private static final int BATCH = 1_000;

  private AuditCommand() {}

  static int run(Arguments line, Terminal terminal) throws UsageException, Refused, IOException {
    Optional<AuditProof.Head> noted = head(line);
    long after = line.number("--after").orElse(0);
    try (Office office = Office.open(line, terminal)) {
      return line.verb().equals("verify")
          ? verify(office, noted, line, terminal)
          : export(office, after, terminal);
    }
  }

  private static Optional<AuditProof.Head> head(Arguments line) throws UsageException {
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
      Office office, Optional<AuditProof.Head> noted, Arguments line, Terminal terminal)
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
        yield AdministrationProgram.DONE;
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
        yield AdministrationProgram.FAILED;
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
        return AdministrationProgram.DONE;
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
