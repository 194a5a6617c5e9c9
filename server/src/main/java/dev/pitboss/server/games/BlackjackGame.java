package dev.pitboss.server.games;

import dev.pitboss.games.Draws;
import dev.pitboss.games.Rules;
import dev.pitboss.games.blackjack.Action;
import dev.pitboss.games.blackjack.BlackjackMathematics;
import dev.pitboss.games.blackjack.BlackjackRound;
import dev.pitboss.games.blackjack.BlackjackRules;
import dev.pitboss.games.blackjack.BlackjackTable;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import io.avaje.jsonb.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Blackjack at one table. The server holds the round; the player sends actions only. A hand that
/// is left alone stands.
public final class BlackjackGame implements SteppedGame {
  static final String ID = "blackjack";

  /// The table's rules.
  public static final BlackjackRules RULES = BlackjackRules.STANDARD;

  /// Minor units: up to 1 000.00 a deal; four hands doubled pay sixteen times as much.
  private static final StakeLimits LIMITS = new StakeLimits(20, 100_000, BlackjackRound.STAKE_STEP);

  /// Some seconds of arithmetic, so there is one for all casinos of this JVM.
  private static final OnDemand<ParSheet> PAR_SHEET =
      new OnDemand<>(() -> BlackjackMathematics.parSheet(RULES));

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String name() {
    return "Blackjack";
  }

  @Override
  public Rules rules() {
    return RULES.rules();
  }

  @Override
  public StakeLimits limits() {
    return LIMITS;
  }

  @Override
  public ParSheet parSheet() {
    return PAR_SHEET.get();
  }

  @Override
  public Optional<ParSheet> parSheetWithin(Duration time) {
    return PAR_SHEET.within(time);
  }

  /// Reads a finished round's choices: the stake and every action.
  @Override
  public Bet read(JsonObject body) {
    BlackjackBet bet = BlackjackBet.read(body, LIMITS);
    return new Bet(
        id(), bet.stake(), maxPayout(bet.stake()), bet.text(), draws -> decide(bet, body, draws));
  }

  /// The most a deal with that stake can be paid, minor units: every hand split and doubled.
  public static long maxPayout(long stake) {
    return Math.multiplyExact(stake, 4L * RULES.maxHands());
  }

  @Override
  public Ending end(JsonObject bet, Draws draws) {
    BlackjackBet choices = BlackjackBet.read(bet, LIMITS);
    BlackjackRound round = choices.play(RULES, draws);
    while (!round.isOver()) {
      round.take(Action.STAND);
      choices = choices.andByRule(Action.STAND);
    }
    return ending(choices, round.table());
  }

  /// A round that is over, as it is settled and stored.
  public static Ending ending(BlackjackBet bet, BlackjackTable table) {
    return new Ending(
        bet.text(), table.stakedMinor(), table.payoutMinor(), JsonWriter.text(Result.of(table)));
  }

  /// A claimed round may be impossible with these cards.
  private static Bet.Decision decide(BlackjackBet bet, JsonObject body, Draws draws) {
    BlackjackRound round = BlackjackRound.deal(RULES, bet.stake(), draws);
    for (int i = 0; i < bet.actions().size(); i++) {
      Action action = bet.actions().get(i);
      if (!round.legalActions().contains(action)) {
        throw InvalidInput.field(
            body.pathOf("actions") + "[" + i + "]",
            action.id() + " was not possible with the cards these seeds give");
      }
      round.take(action);
    }
    if (!round.isOver()) {
      throw InvalidInput.field(
          body.pathOf("actions"), "leave the round open with the cards these seeds give");
    }
    Ending ending = ending(bet, round.table());
    return new Bet.Decision(ending.stake(), ending.payout(), ending.outcome());
  }

  /// A finished round.
  ///
  /// @param stake all stakes, insurance included, minor units
  /// @param insurance the part of it that was insurance, minor units
  @Json
  public record Result(
      BlackjackViews.Dealer dealer, List<BlackjackViews.Hand> hands, long stake, long insurance) {
    static Result of(BlackjackTable table) {
      return new Result(
          BlackjackViews.Dealer.of(table.dealer()),
          table.hands().stream().map(BlackjackViews.Hand::of).toList(),
          table.stakedMinor(),
          table.insuranceMinor());
    }
  }
}
