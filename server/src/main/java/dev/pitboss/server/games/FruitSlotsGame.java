package dev.pitboss.server.games;

import dev.pitboss.games.Draws;
import dev.pitboss.games.Rules;
import dev.pitboss.games.fruit.Fruit;
import dev.pitboss.games.fruit.FruitMachine;
import dev.pitboss.games.fruit.FruitOutcome;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import io.avaje.jsonb.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The slot machine in two steps: a request bets, another asks for the result. The outcome is
/// settled by the draws from the moment of the bet; nothing between the two requests can change it.
public final class FruitSlotsGame implements SteppedGame {
  static final String ID = FruitMachine.ID;

  /// Up to 100.00 a spin, which wins at most 420 000.00.
  private static final StakeLimits LIMITS =
      new StakeLimits(FruitMachine.STAKE_STEP, 10_000, FruitMachine.STAKE_STEP);

  private static final OnDemand<ParSheet> PAR_SHEET = new OnDemand<>(FruitMachine::parSheet);

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String name() {
    return "Fruit slots";
  }

  @Override
  public Rules rules() {
    return FruitMachine.rules();
  }

  @Override
  public StakeLimits limits() {
    return LIMITS;
  }

  @Override
  public OptionalLong maxWinMultiple() {
    return OptionalLong.of(FruitMachine.MAX_WIN_MULTIPLE);
  }

  @Override
  public ParSheet parSheet() {
    return PAR_SHEET.get();
  }

  @Override
  public Optional<ParSheet> parSheetWithin(Duration time) {
    return PAR_SHEET.within(time);
  }

  @Override
  public Bet read(JsonObject body) {
    long stake = body.requiredLong("stake");
    body.refuseOtherFields();
    LIMITS.check(body.pathOf("stake"), stake);
    String choices = JsonWriter.text(new Choices(stake));
    return new Bet(
        id(),
        stake,
        stake * FruitMachine.MAX_WIN_MULTIPLE,
        choices,
        draws -> decide(stake, FruitMachine.play(stake, draws)));
  }

  @Override
  public Ending end(JsonObject bet, Draws draws) {
    Bet wager = read(bet);
    Bet.Decision decision = wager.rule().apply(draws);
    return new Ending(wager.choices(), wager.stake(), decision.payout(), decision.outcome());
  }

  private static Bet.Decision decide(long stake, FruitOutcome outcome) {
    return new Bet.Decision(stake, outcome.payoutMinor(), JsonWriter.text(Result.of(outcome)));
  }

  /// A spin's bet as stored.
  @Json
  public record Choices(long stake) {}

  /// The grid, rows from the top, and the lines that won.
  @Json
  public record Result(List<List<String>> grid, List<Win> wins) {
    static Result of(FruitOutcome outcome) {
      return new Result(
          outcome.grid().stream().map(row -> row.stream().map(Fruit::id).toList()).toList(),
          outcome.wins().stream()
              .map(win -> new Win(win.line(), win.symbol(), win.count(), win.payoutMinor()))
              .toList());
    }
  }

  /// A line that won.
  ///
  /// @param line its index among the machine's lines, from 0
  /// @param symbol the fruit, or `royal`
  @Json
  public record Win(int line, String symbol, int count, long payout) {}
}
