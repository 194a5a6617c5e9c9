package dev.pitboss.server.games;

import dev.pitboss.games.Rules;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.games.roulette.Roulette;
import dev.pitboss.games.roulette.RouletteBet;
import dev.pitboss.games.roulette.RouletteBets;
import dev.pitboss.games.roulette.RouletteOutcome;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import io.avaje.jsonb.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// European roulette at one table.
public final class RouletteGame implements OneShotGame {
  static final String ID = "roulette";

  private static final int MAX_POCKETS_PER_BET = 18;

  /// Minor units: a chip is 0.10, and a round risks at most 1 000.00, so it pays at most 36 000.00.
  private static final StakeLimits LIMITS = new StakeLimits(10, 100_000, 1);

  private final ParSheet parSheet = Roulette.parSheet();

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String name() {
    return "Roulette";
  }

  @Override
  public Rules rules() {
    return Roulette.rules();
  }

  @Override
  public StakeLimits limits() {
    return LIMITS;
  }

  @Override
  public ParSheet parSheet() {
    return parSheet;
  }

  @Override
  public Optional<ParSheet> parSheetWithin(Duration time) {
    return Optional.of(parSheet);
  }

  @Override
  public Bet read(JsonObject body) {
    List<RouletteBet> bets = new ArrayList<>();
    for (JsonObject bet : body.requiredObjects("bets", Roulette.MAX_BETS)) {
      bets.add(bet(bet));
    }
    body.refuseOtherFields();
    long stake = Roulette.stake(bets);
    if (stake > LIMITS.max()) {
      throw InvalidInput.field(
          "bets", "the stakes add up to " + stake + ", above the table's " + LIMITS.max());
    }
    String choices = JsonWriter.text(Choices.of(bets));
    return new Bet(
        id(),
        stake,
        Roulette.maxPayout(bets),
        choices,
        draws -> decide(stake, Roulette.play(bets, draws)));
  }

  private static RouletteBet bet(JsonObject json) {
    String type = json.requiredText("type");
    List<Integer> numbers = json.optionalIntegers("numbers", MAX_POCKETS_PER_BET);
    OptionalLong value = json.optionalLong("value");
    long stake = json.requiredLong("stake");
    json.refuseOtherFields();
    if (stake < LIMITS.min() || stake > LIMITS.max()) {
      throw InvalidInput.field(
          json.pathOf("stake"),
          "must be from " + LIMITS.min() + " to " + LIMITS.max() + ", got " + stake);
    }
    if (value.isPresent() && value.getAsLong() != (int) value.getAsLong()) {
      throw InvalidInput.field(json.pathOf("value"), "must be from 1 to 3");
    }
    Integer place = value.isPresent() ? (int) value.getAsLong() : null;
    return switch (RouletteBets.parse(type, numbers, place, stake)) {
      case RouletteBets.Accepted(RouletteBet bet) -> bet;
      case RouletteBets.Refused(String field, String message) ->
          throw InvalidInput.field(json.pathOf(field), message);
    };
  }

  private static Bet.Decision decide(long stake, RouletteOutcome outcome) {
    return new Bet.Decision(stake, outcome.payoutMinor(), JsonWriter.text(Result.of(outcome)));
  }

  /// A round's bets as stored.
  @Json
  public record Choices(List<BetLine> bets) {
    static Choices of(List<RouletteBet> bets) {
      return new Choices(
          bets.stream()
              .map(bet -> new BetLine(bet.type().id(), bet.numbers(), bet.stakeMinor()))
              .toList());
    }
  }

  /// One bet as stored, with the pockets it covers.
  @Json
  public record BetLine(String type, List<Integer> numbers, long stake) {}

  /// Where the ball fell and which bets won.
  @Json
  public record Result(int pocket, String color, List<Win> wins) {
    static Result of(RouletteOutcome outcome) {
      return new Result(
          outcome.pocket(),
          outcome.color().id(),
          outcome.wins().stream()
              .map(win ->
                  new Win(
                      win.bet().type().id(),
                      win.bet().numbers(),
                      win.bet().stakeMinor(),
                      win.payoutMinor()))
              .toList());
    }
  }

  /// A winning bet.
  ///
  /// @param payout minor units, stake included
  @Json
  public record Win(String type, List<Integer> numbers, long stake, long payout) {}
}
