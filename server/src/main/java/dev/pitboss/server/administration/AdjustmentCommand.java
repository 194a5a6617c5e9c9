package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.operators.AmountText;
import dev.pitboss.server.operators.CurrencyCode;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.players.Support;
import dev.pitboss.server.staff.Adjustment;
import dev.pitboss.server.staff.Adjustments;
import dev.pitboss.server.staff.StaffMember;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/// `pitboss adjustment`: money given to players or taken back by hand, which takes two people. The
/// command line counts as one person, whichever user runs it.
final class AdjustmentCommand {
  /// As many as a person reads through.
  private static final int MAX_LISTED = 100;

  private AdjustmentCommand() {}

  static int run(Arguments line, Terminal terminal) throws UsageException, Refused, IOException {
    String what = line.verb();
    if (what.equals("request")) {
      PlayerCommand.id(line.operand(0));
      if (!Adjustments.Proposal.isReason(line.required("--reason"))) {
        throw new UsageException("--reason must have 1 to 500 printable characters");
      }
    } else if (!what.equals("list")) {
      id(line.operand(0));
    }
    try (Office office = Office.open(line, terminal)) {
      return switch (what) {
        case "list" -> list(office, line, terminal.out());
        case "request" -> request(office, line, terminal);
        default -> decide(office, line, what.equals("approve"), terminal.out());
      };
    }
  }

  private static long id(String text) throws UsageException {
    if (!text.matches("\\d{1,18}")) {
      throw new UsageException("an adjustment's id is a number, got " + text);
    }
    return Long.parseLong(text);
  }

  private static int list(Office office, Arguments line, PrintStream out) throws Refused {
    Optional<String> code = line.value("--operator");
    Integer operatorId = code.isPresent() ? office.operator(code.get()).operatorId() : null;
    StaffMember reader = StaffCommand.platform(operatorId);
    Adjustments.Query query =
        new Adjustments.Query(Long.MAX_VALUE, line.has("--waiting"), MAX_LISTED);
    Listing listing = listing();
    office.adjustments().list(reader, query).forEach(it -> add(listing, office, it.adjustment()));
    if (listing.isEmpty() && !line.has(Office.JSON)) {
      out.println(line.has("--waiting") ? "no adjustment is pending" : "there are no adjustments");
    } else {
      listing.printTo(out, line);
    }
    return AdministrationProgram.DONE;
  }

  private static Listing listing() {
    return new Listing(
        "id",
        "operator",
        "player",
        "username",
        "amount",
        "currency",
        "state",
        "requested by",
        "requested at",
        "decided by",
        "reason");
  }

  private static void add(Listing listing, Office office, Adjustment adjustment) {
    var operator = office.operators().byId(adjustment.operatorId());
    listing.row(
        adjustment.adjustmentId(),
        operator.code(),
        adjustment.playerId(),
        adjustment.username(),
        Listing.Money.of(adjustment.amount(), operator.currency()),
        operator.currency(),
        adjustment.at(office.clock().instant()).name().toLowerCase(Locale.ROOT),
        adjustment.requestedBy(),
        adjustment.requestedAt(),
        adjustment.decidedBy(),
        adjustment.reason());
  }

  private static int request(Office office, Arguments line, Terminal terminal)
      throws UsageException, Refused {
    long playerId = PlayerCommand.id(line.operand(0));
    Support.Found found =
        office.support().find(playerId).orElseThrow(() -> PlayerCommand.noSuchPlayer(playerId));
    Player player = found.player();
    long amount = amount(line, player.currency());
    confirm(
        line,
        "%s %s %s player %s (%d) of %s, whose balance is %s"
            .formatted(
                amount < 0 ? "Debit" : "Credit",
                CurrencyCode.of(player.currency()).amount(Math.abs(amount)),
                amount < 0 ? "from" : "to",
                player.username(),
                playerId,
                player.operator(),
                CurrencyCode.of(player.currency()).amount(found.balance())),
        terminal);
    Adjustments.Proposal proposal =
        new Adjustments.Proposal(
            playerId, amount, line.required("--reason"), IdempotencyKey.fresh());
    return switch (office.adjustments().request(office.commandLine(), proposal)) {
      case Adjustments.Request.Made(Adjustment made) -> done(office, line, made, terminal.out());
      case Adjustments.Request.NoSuchPlayer() -> throw PlayerCommand.noSuchPlayer(playerId);
      case Adjustments.Request.Replayed _,
          Adjustments.Request.KeyReused(),
          Adjustments.Request.NotReversible() ->
          throw new IllegalStateException("a fresh key and no reversal");
    };
  }

  private static long amount(Arguments line, String currency) throws UsageException {
    String text = line.required("--amount");
    return switch (AmountText.parse(text, CurrencyCode.of(currency).decimals())) {
      case AmountText.Reading.Amount(long minor)
          when minor != 0 && Math.abs(minor) <= Adjustments.MAX_AMOUNT ->
          minor;
      case AmountText.Reading.Amount _ ->
          throw new UsageException(
              "--amount must not be 0 and at most %s either way, got %s"
                  .formatted(CurrencyCode.of(currency).amount(Adjustments.MAX_AMOUNT), text));
      case AmountText.Reading.Refused(String reason) ->
          throw new UsageException("--amount %s: %s".formatted(text, reason));
    };
  }

  /// Says what was understood, on standard error so that the output stays the result's.
  @SuppressWarnings("SystemConsoleNull") // it is null again without a terminal, since Java 25
  private static void confirm(Arguments line, String understood, Terminal terminal)
      throws UsageException, Refused {
    terminal.err().println(understood);
    if (line.has("--yes")) {
      return;
    }
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new UsageException("nothing was requested: confirm with --yes");
    }
    String answer = console.readLine("Request it? [y/N] ");
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
      throw new Refused("nothing was requested");
    }
  }

  private static int decide(Office office, Arguments line, boolean approves, PrintStream out)
      throws UsageException, Refused {
    long id = id(line.operand(0));
    Adjustments adjustments = office.adjustments();
    StaffMember member = office.commandLine();
    Adjustments.Decision decision =
        approves ? adjustments.approve(member, id) : adjustments.reject(member, id);
    return switch (decision) {
      case Adjustments.Decision.Decided(Adjustment now) -> done(office, line, now, out);
      case Adjustments.Decision.AlreadyDecided(Adjustment before) ->
          throw new Refused(
              "adjustment %d is already decided: %s by %s"
                  .formatted(
                      id,
                      before.at(office.clock().instant()).name().toLowerCase(Locale.ROOT),
                      before.decidedBy()));
      case Adjustments.Decision.OwnRequest() ->
          throw new Refused(
              "the command line requested adjustment " + id + "; a staff member must approve it");
      case Adjustments.Decision.NotIndependent(String controller) ->
          throw new Refused(
              "adjustment %d needs an independent person: %s controls both accounts"
                  .formatted(id, controller));
      case Adjustments.Decision.Expired() ->
          throw new Refused("adjustment " + id + " has expired; request it again");
      case Adjustments.Decision.NoSuchAdjustment() ->
          throw new Refused("no such adjustment: " + id);
      case Adjustments.Decision.InsufficientFunds(long balance, int operatorId) ->
          throw new Refused(
              "the player's balance is only "
                  + CurrencyCode.of(office.operators().byId(operatorId).currency())
                      .amount(balance));
      case Adjustments.Decision.AlreadyReversed() ->
          throw new Refused("what adjustment " + id + " reverses is already reversed");
    };
  }

  private static int done(Office office, Arguments line, Adjustment adjustment, PrintStream out) {
    Listing listing = listing();
    add(listing, office, adjustment);
    listing.printTo(out, line);
    return AdministrationProgram.DONE;
  }
}
