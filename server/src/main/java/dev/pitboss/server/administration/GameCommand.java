package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.games.books.BookMathematics;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.slots.NoBooks;
import dev.pitboss.server.ServerOptions;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.games.ReelGame;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.published.FrontStore;
import dev.pitboss.server.published.GameStore;
import dev.pitboss.server.published.MachineExport;
import dev.pitboss.server.published.PublicationDefect;
import dev.pitboss.server.published.PublishedGame;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// `pitboss game`: games that others made.
///
/// The store in the data folder says which games there are. The casino's database is opened where
/// there is one: for the audit trail, for the operators, and to see which rounds need a game.
final class GameCommand {
  /// After an offer is withdrawn, servers see it within two seconds, and a bet is decided within
  /// three.
  private static final Duration UNTIL_BETS_END = Duration.ofSeconds(6);

  private static final int PERCENT_DIGITS = 6;

  private GameCommand() {}

  static int run(Arguments line, Terminal terminal) throws UsageException, Refused, IOException {
    ServerOptions options = Office.options(line, terminal);
    GameStore store = new GameStore(options.data().resolve(GameStore.FOLDER));
    try {
      return switch (line.verb()) {
        case "import" -> add(store, options, line, terminal);
        case "export" -> export(line, terminal);
        case "remove" -> remove(store, options, line, terminal);
        default -> list(store, line, terminal.out());
      };
    } catch (GameStore.BusyException busy) {
      throw new Refused(String.valueOf(busy.getMessage()));
    }
  }

  private static int add(GameStore store, ServerOptions options, Arguments line, Terminal terminal)
      throws UsageException, Refused, IOException, GameStore.BusyException {
    String id = line.required("--id");
    if (!GameStore.isId(id)) {
      throw new UsageException(
          "--id takes 1 to 40 lower-case letters and digits in words joined by '-', got " + id);
    }
    if (Games.named(id).isPresent()) {
      throw new UsageException("--id " + id + " is a game of the casino's own");
    }
    Optional<String> operator = line.value("--operator");
    Path folder = Path.of(line.operand(0));
    Optional<FrontStore.Front> front = front(line);
    if (!hasCasino(options) && operator.isEmpty()) {
      GameStore.Imported imported = add(store, folder, id, operator);
      put(options, id, front);
      print(imported, line, terminal.out());
      return AdministrationProgram.DONE;
    }
    try (Office office = Office.open(line, terminal)) {
      if (operator.isPresent()) {
        var _ = office.operator(operator.get());
      }
      GameStore.Imported imported = add(store, folder, id, operator);
      boolean isNewFront = put(options, id, front);
      if (imported.isNew() || isNewFront) {
        AuditEvent act =
            AuditEvent.of(office.actor(), "game.imported", "game:" + id)
                .with("rules", imported.offer().hash())
                .with("operators", imported.offer().operators())
                .with("front", FrontStore.in(options.data()).of(id).orElse(""));
        office
            .database()
            .inTransaction(connection -> {
              office.audit().record(connection, act);
              return true;
            });
      }
      print(imported, line, terminal.out());
    }
    return AdministrationProgram.DONE;
  }

  /// Checked before the game is imported.
  private static Optional<FrontStore.Front> front(Arguments line) throws Refused, IOException {
    Optional<String> folder = line.value("--front");
    try {
      return folder.isPresent()
          ? Optional.of(FrontStore.read(Path.of(folder.get())))
          : Optional.empty();
    } catch (PublicationDefect defect) {
      throw new Refused(String.valueOf(defect.getMessage()));
    }
  }

  /// @return whether the game has another front end than before
  private static boolean put(ServerOptions options, String id, Optional<FrontStore.Front> front)
      throws Refused, IOException {
    if (front.isEmpty()) {
      return false;
    }
    FrontStore fronts = FrontStore.in(options.data());
    Optional<String> before = fronts.of(id);
    try {
      return !before.equals(Optional.of(fronts.put(id, front.get())));
    } catch (PublicationDefect defect) {
      throw new Refused(String.valueOf(defect.getMessage()));
    }
  }

  private static boolean hasCasino(ServerOptions options) {
    return options.database().isPresent() || Files.exists(options.data().resolve("seed.key"));
  }

  private static GameStore.Imported add(
      GameStore store, Path folder, String id, Optional<String> operator)
      throws Refused, IOException, GameStore.BusyException {
    try {
      return store.add(folder, id, operator, InstantSource.system().instant());
    } catch (PublicationDefect defect) {
      throw new Refused(String.valueOf(defect.getMessage()));
    }
  }

  private static void print(GameStore.Imported imported, Arguments line, PrintStream out) {
    Listing listing =
        new Listing("game", "mode", "cost", "books", "RTP", "RTP exact", "rules", "new");
    for (PublishedGame.Mode mode : imported.game().modes()) {
      BetPar par = BookMathematics.par(mode.mode());
      listing.row(
          imported.offer().id(),
          mode.mode().name(),
          mode.mode().cost().toPlainString(),
          mode.mode().table().size(),
          par.rtp().times(100).decimal(PERCENT_DIGITS).toPlainString() + " %",
          par.rtp().toString(),
          imported.offer().hash(),
          imported.isNew());
    }
    listing.printTo(out, line);
  }

  private static int export(Arguments line, Terminal terminal)
      throws UsageException, Refused, IOException {
    ReelGame game = machine(line.operand(0), terminal);
    Path folder = Path.of(line.operand(1));
    if (Files.exists(folder)) {
      throw new Refused(folder + " is there already; name a folder that is not");
    }
    try {
      BetPar par = game.parSheet().usualBet();
      int books = MachineExport.write(game.machine(), par.rtp(), folder);
      Listing listing = new Listing("folder", "books", "RTP", "RTP exact");
      listing.row(
          folder.toString(),
          books,
          par.rtp().times(100).decimal(PERCENT_DIGITS).toPlainString() + " %",
          par.rtp().toString());
      listing.printTo(terminal.out(), line);
      return AdministrationProgram.DONE;
    } catch (NoBooks refused) {
      throw new Refused("%s cannot be exported: %s".formatted(game.id(), refused.getMessage()));
    }
  }

  /// A machine of ours, or one in a file.
  private static ReelGame machine(String idOrFile, Terminal terminal) throws UsageException {
    Optional<Game> own = Games.named(idOrFile);
    if (own.isPresent()) {
      if (own.get() instanceof ReelGame machine) {
        return machine;
      }
      throw new UsageException(idOrFile + " is no machine with reels");
    }
    try {
      return ReelGame.of(terminal.read(idOrFile));
    } catch (IllegalArgumentException defects) {
      throw new UsageException(String.valueOf(defects.getMessage()));
    }
  }

  private static int list(GameStore store, Arguments line, PrintStream out) throws IOException {
    Listing listing = new Listing("game", "operators", "imported", "rules");
    for (GameStore.Offer offer : store.list()) {
      listing.row(
          offer.id(),
          offer.operators().isEmpty() && !line.has(Office.JSON)
              ? "all"
              : (Object) offer.operators(),
          offer.importedAt(),
          offer.hash());
    }
    listing.printTo(out, line);
    return AdministrationProgram.DONE;
  }

  private static int remove(
      GameStore store, ServerOptions options, Arguments line, Terminal terminal)
      throws UsageException, Refused, IOException, GameStore.BusyException {
    String id = line.operand(0);
    GameStore.Offer offer = store.find(id).orElseThrow(() -> new Refused("no imported game " + id));
    try (Office office = Office.open(line, terminal)) {
      refusePlayed(office, offer);
      store.withdraw(id);
      if (GameCatalogue.wasOffered(office.database(), id, offer.hash())) {
        await();
        if (GameCatalogue.isPlayed(office.database(), id, offer.hash())) {
          store.restore(offer);
          refusePlayed(office, offer);
        }
      }
      boolean isGone = store.removeContent(offer.hash());
      FrontStore.in(options.data()).remove(id);
      AuditEvent act =
          AuditEvent.of(office.actor(), "game.removed", "game:" + id).with("rules", offer.hash());
      office
          .database()
          .inTransaction(connection -> {
            office.audit().record(connection, act);
            return true;
          });
      terminal
          .out()
          .println(
              isGone
                  ? id + " is removed"
                  : id + " is removed; another game has the same content, which stays");
    }
    return AdministrationProgram.DONE;
  }

  private static void refusePlayed(Office office, GameStore.Offer offer) throws Refused {
    if (GameCatalogue.isPlayed(office.database(), offer.id(), offer.hash())) {
      throw new Refused(
          ("rounds of %1$s need it for replay and verification; to stop play use"
                  + " `pitboss operator game CODE %1$s off`")
              .formatted(offer.id()));
    }
  }

  private static void await() throws Refused {
    try {
      Thread.sleep(UNTIL_BETS_END);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted; the game is withdrawn, its content stays");
    }
  }
}
