package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.administration.Listing.Money;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.operators.CurrencyCode;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.players.OpenSession;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.players.Support;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `pitboss player`: finds, shows and unlocks players.
final class PlayerCommand {
  private PlayerCommand() {}

  static int run(Arguments line, Terminal terminal) throws UsageException, Refused, IOException {
    String what = line.verb();
    String subject = line.operand(0);
    if (!what.equals("find")) {
      id(subject);
    }
    try (Office office = Office.open(line, terminal)) {
      return switch (what) {
        case "find" -> find(office, line, subject, terminal.out());
        case "show" -> show(office, line, id(subject), terminal.out());
        default -> unlock(office, id(subject), terminal.out());
      };
    }
  }

  /// A player's id as it is typed.
  static long id(String text) throws UsageException {
    if (!text.matches("\\d{1,18}")) {
      throw new UsageException(
          "a player's id is a number, got %s; pitboss player find %s lists ids"
              .formatted(text, text));
    }
    return Long.parseLong(text);
  }

  static Refused noSuchPlayer(long playerId) {
    return new Refused("no such player: " + playerId);
  }

  private static int find(Office office, Arguments line, String text, PrintStream out)
      throws Refused {
    Optional<String> code = line.value("--operator");
    Optional<Integer> operatorId =
        code.isPresent()
            ? Optional.of(office.operator(code.get())).map(Operator::operatorId)
            : Optional.empty();
    List<Support.Found> found = office.support().search(text, operatorId);
    Listing listing =
        new Listing(
            "id", "name", "operator", "guest", "balance", "currency", "created", "last login");
    for (Support.Found one : found) {
      Player player = one.player();
      listing.row(
          player.playerId(),
          player.username(),
          player.operator(),
          player.guest(),
          Money.of(one.balance(), player.currency()),
          player.currency(),
          player.createdAt(),
          player.lastLogin());
    }
    if (listing.isEmpty() && !line.has(Office.JSON)) {
      throw new Refused("no player matches " + text);
    }
    listing.printTo(out, line);
    return listing.isEmpty() ? AdministrationProgram.FAILED : AdministrationProgram.DONE;
  }

  private static int show(Office office, Arguments line, long playerId, PrintStream out)
      throws Refused {
    Support.File file = office.support().file(playerId).orElseThrow(() -> noSuchPlayer(playerId));
    Player player = file.found().player();
    String currency = player.currency();
    long balance = file.found().balance();
    Facts facts =
        new Facts()
            .add("id", "id", player.playerId())
            .add("name", "name", player.username())
            .add("operator", "operator", player.operator())
            .add("guest", player.guest() ? "yes" : "no", "guest", player.guest())
            .add("balance", CurrencyCode.of(currency).amount(balance), "balance", balance)
            .add(
                "open stakes",
                CurrencyCode.of(currency).amount(file.openStakes()),
                "openStakes",
                file.openStakes())
            .addForPrograms("currency", currency)
            .add("created", "created", player.createdAt())
            .add("last login", "lastLogin", player.lastLogin())
            .add("locked until", "lockedUntil", file.lockedUntil())
            .add(
                "sessions",
                Integer.toString(file.sessions().size()),
                "sessions",
                sessions(file.sessions()))
            .addForPrograms("movements", movements(file).objects());
    facts.printTo(out, line);
    if (!line.has(Office.JSON)) {
      out.println();
      movements(file).printTo(out, line);
    }
    return AdministrationProgram.DONE;
  }

  private static List<Map<String, Object>> sessions(List<OpenSession> open) {
    List<Map<String, Object>> sessions = new ArrayList<>();
    for (OpenSession session : open) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("created", session.createdAt());
      fields.put("lastUsed", session.lastUsedAt());
      fields.put("expires", session.expiresAt());
      sessions.add(fields);
    }
    return sessions;
  }

  private static Listing movements(Support.File file) {
    CurrencyCode currency = CurrencyCode.of(file.found().player().currency());
    Listing listing = new Listing("at", "kind", "amount", "balance after");
    file.movements()
        .forEach(it ->
            listing.row(
                it.at(),
                it.kind(),
                new Money(it.amount(), currency),
                new Money(it.balanceAfter(), currency)));
    return listing;
  }

  private static int unlock(Office office, long playerId, PrintStream out) throws Refused {
    Support support = office.support();
    Player player = support.find(playerId).orElseThrow(() -> noSuchPlayer(playerId)).player();
    // the platform's may do it at will
    if (!support.unlock(player, Integer.MAX_VALUE, office.actor())) {
      throw new IllegalStateException("platform unlocks are unlimited");
    }
    out.println("%s (%d) can sign in again".formatted(player.username(), playerId));
    return AdministrationProgram.DONE;
  }
}
