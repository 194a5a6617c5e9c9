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
import dev.pitboss.server.restrictions.Exclusions;
import dev.pitboss.server.restrictions.Limit;
import dev.pitboss.server.restrictions.LimitKind;
import dev.pitboss.server.restrictions.Limits;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

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
            "id", "name", "operator", "guest", "balance", "currency", "created", "last sign-in");
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
            .add("last sign-in", "lastSignIn", player.lastLogin())
            .add("locked until", "lockedUntil", file.lockedUntil())
            .add(
                "sessions",
                Integer.toString(file.sessions().size()),
                "sessions",
                sessions(file.sessions()))
            .addForPrograms("movements", movements(file).objects());
    addRestrictions(facts, office.restrictions(), player);
    facts.printTo(out, line);
    if (!line.has(Office.JSON)) {
      out.println();
      movements(file).printTo(out, line);
    }
    return AdministrationProgram.DONE;
  }

  /// What keeps the player from betting, and the limits the player has set.
  private static void addRestrictions(Facts facts, Limits limits, Player player) {
    Limits.Overview overview = limits.overview(player.playerId()).orElse(null);
    if (overview == null) {
      return; // still being summed up
    }
    Instant now = overview.now();
    Exclusions exclusions = overview.restrictions().exclusions();
    Instant excluded = exclusions.excludedAt(now).orElse(null);
    boolean isForEver = Instant.MAX.equals(excluded);
    CurrencyCode currency = CurrencyCode.of(player.currency());
    Listing set = new Listing("kind", "period", "amount");
    List<String> texts = new ArrayList<>();
    for (Limit limit : overview.restrictions().limits()) {
      OptionalLong inForce = limit.setting().at(now);
      if (inForce.isPresent()) {
        long amount = inForce.getAsLong();
        String words = limit.kind() == LimitKind.TIME ? amount + " min" : currency.amount(amount);
        set.row(limit.kind().id(), limit.period().id(), amount);
        texts.add("%s %s a %s".formatted(limit.kind().id(), words, limit.period().id()));
      }
    }
    facts
        .add(
            "self-excluded until",
            isForEver ? "permanently" : Listing.text(excluded),
            "selfExcludedUntil",
            isForEver ? "permanent" : excluded)
        .add("break until", "coolingOffUntil", exclusions.coolingOffAt(now).orElse(null))
        .add("limits", Listing.text(texts), "limits", set.objects());
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
    Support.File file = support.file(playerId).orElseThrow(() -> noSuchPlayer(playerId));
    Player player = file.found().player();
    if (file.lockedUntil() == null) {
      out.println("%s (%d) was not locked".formatted(player.username(), playerId));
      return AdministrationProgram.DONE;
    }
    // the platform's may do it at will
    if (!support.unlock(player, Integer.MAX_VALUE, office.actor())) {
      throw new IllegalStateException("platform unlocks are unlimited");
    }
    out.println("%s (%d) can sign in again".formatted(player.username(), playerId));
    return AdministrationProgram.DONE;
  }
}
