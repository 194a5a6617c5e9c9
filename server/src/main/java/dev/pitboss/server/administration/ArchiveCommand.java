package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.archive.ArchiveProof;
import dev.pitboss.server.archive.BetArchive;
import dev.pitboss.server.archive.BetArchiver;
import dev.pitboss.server.archive.BetMonth;
import dev.pitboss.server.archive.BetMonths;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.restrictions.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

/// `pitboss archive`: moves old months of bets from the database into files.
final class ArchiveCommand {
  /// As many whole months stay at least: limits count up to a month, and disputes are about newer
  /// bets.
  private static final int MIN_MONTHS = 3;

  /// A year, and the month in which it ends.
  private static final int DEFAULT_MONTHS = 13;

  /// Each waits a quarter of a second at most, for reads that go on.
  private static final int MAX_ATTEMPTS = 20;

  private ArchiveCommand() {}

  static int run(Arguments line, Terminal terminal) throws UsageException, Refused, IOException {
    YearMonth before = before(line, InstantSource.system());
    Path folder = Office.options(line, terminal).data().resolve(BetArchive.FOLDER);
    try (Office office = Office.open(line, terminal)) {
      return switch (line.verb()) {
        case "write" -> write(office, folder, before, line, terminal);
        case "verify" -> verify(office, folder, line, terminal);
        default -> list(office, folder, line, terminal);
      };
    }
  }

  private static YearMonth before(Arguments line, InstantSource clock) throws UsageException {
    YearMonth now = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    String text = line.value("--before").orElse(now.minusMonths(DEFAULT_MONTHS).toString());
    YearMonth latest = now.minusMonths(MIN_MONTHS);
    try {
      YearMonth before = YearMonth.parse(text);
      if (before.isAfter(latest)) {
        throw new UsageException(
            "--before must be %s or earlier, got %s: %d whole months of bets stay in the database"
                .formatted(latest, before, MIN_MONTHS));
      }
      return before;
    } catch (DateTimeException _) {
      throw new UsageException(
          "--before takes a month, such as %s, got %s".formatted(latest, text));
    }
  }

  private static int write(
      Office office, Path folder, YearMonth before, Arguments line, Terminal terminal)
      throws IOException, Refused {
    closeEnded(office);
    BetArchiver archiver = new BetArchiver(office.database(), folder);
    Limits limits = office.restrictions();
    Listing listing = columns();
    while (true) {
      BetArchiver.Result result =
          archiver.archiveOldest(
              before,
              limits::sumUp,
              (connection, month, file, digest) ->
                  office
                      .audit()
                      .record(
                          connection,
                          AuditEvent.of(office.actor(), "bets.archived", "bets:" + month.month())
                              .with("file", file)
                              .with("digest", digest)));
      switch (result) {
        case BetArchiver.Result.Archived(var month, var path, var bytes, var bets, var digest) ->
            listing.row(
                month.month().toString(), "archived", bets, path.getFileName(), bytes, digest);
        case BetArchiver.Result.Refused(BetMonth month, String reason) -> {
          print(listing, line, terminal);
          throw new Refused("the month %s stays: %s".formatted(month.month(), reason));
        }
        case BetArchiver.Result.NothingToDo() -> {
          if (listing.isEmpty() && !line.has(Office.JSON)) {
            terminal.out().println("no closed month of bets from before " + before);
          } else {
            print(listing, line, terminal);
          }
          return AdministrationProgram.DONE;
        }
      }
    }
  }

  /// Mostly a server did it long ago.
  private static void closeEnded(Office office) {
    BetMonths months = new BetMonths(office.database(), office.clock());
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if (months.closeEnded().isPresent()) {
        return;
      }
    }
  }

  private static void print(Listing listing, Arguments line, Terminal terminal) {
    if (!listing.isEmpty() || line.has(Office.JSON)) {
      listing.printTo(terminal.out(), line);
    }
  }

  private static Listing columns() {
    return new Listing("month", "state", "bets", "file", "bytes", "digest");
  }

  private static int list(Office office, Path folder, Arguments line, Terminal terminal)
      throws IOException {
    Listing listing = columns();
    for (BetMonth month : office.database().read(BetMonth::all)) {
      String name = month.file();
      Path file = name == null ? null : folder.resolve(name);
      listing.row(
          month.month().toString(),
          month.state().id(),
          month.bets(),
          name,
          file == null || !Files.exists(file) ? null : Files.size(file),
          month.digest());
    }
    listing.printTo(terminal.out(), line);
    return AdministrationProgram.DONE;
  }

  private static int verify(Office office, Path folder, Arguments line, Terminal terminal) {
    long files =
        office.database().read(BetMonth::all).stream().filter(it -> it.file() != null).count();
    List<String> faults = new ArchiveProof(office.database(), folder).faults();
    if (line.has(Office.JSON)) {
      new Facts()
          .addForPrograms("intact", faults.isEmpty())
          .addForPrograms("files", files)
          .addForPrograms("faults", faults)
          .printTo(terminal.out(), line);
    } else if (faults.isEmpty()) {
      terminal.out().println("INTACT: %d files".formatted(files));
    } else {
      faults.forEach(fault -> terminal.out().println("BROKEN: " + fault));
    }
    return faults.isEmpty() ? AdministrationProgram.DONE : AdministrationProgram.FAILED;
  }
}
