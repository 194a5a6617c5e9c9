package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.games.books.BookMathematics;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.server.ServerOptions;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.published.GameStore;
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
        case "remove" -> remove(store, line, terminal);
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
    if (!hasCasino(options) && operator.isEmpty()) {
      print(add(store, folder, id, operator), line, terminal.out());
      return AdministrationProgram.DONE;
    }
    try (Office office = Office.open(line, terminal)) {
      if (operator.isPresent()) {
        var _ = office.operator(operator.get());
      }
      GameStore.Imported imported = add(store, folder, id, operator);
      if (imported.isNew()) {
        AuditEvent act =
            AuditEvent.of(office.actor(), "game.imported", "game:" + id)
                .with("rules", imported.offer().hash())
                .with("operators", imported.offer().operators());
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

  private static int remove(GameStore store, Arguments line, Terminal terminal)
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
