package dev.pitboss.server.games;

import dev.pitboss.games.Rules;
import dev.pitboss.games.originals.DiceBet;
import dev.pitboss.games.originals.KenoBet;
import dev.pitboss.games.originals.LimboBet;
import dev.pitboss.games.originals.Original;
import dev.pitboss.games.originals.OriginalBet;
import dev.pitboss.games.originals.OriginalOutcome;
import dev.pitboss.games.originals.PlinkoBet;
import dev.pitboss.games.originals.Risk;
import dev.pitboss.games.originals.WheelBet;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import io.avaje.jsonb.Json;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// One of the originals: dice, limbo, plinko, wheel or keno.
public final class OriginalGame implements OneShotGame {
  private static final StakeLimits LIMITS =
      new StakeLimits(Original.STAKE_STEP, Original.MAX_STAKE, Original.STAKE_STEP);

  private final Original original;
  private final Rules rules;
  private final OnDemand<ParSheet> parSheet;

  OriginalGame(Original original) {
    this.original = original;
    this.rules = original.rules();
    this.parSheet = new OnDemand<>(original::parSheet);
  }

  @Override
  public String id() {
    return original.id();
  }

  @Override
  public String name() {
    return original.title();
  }

  /// Which one it is.
  public Original original() {
    return original;
  }

  @Override
  public Rules rules() {
    return rules;
  }

  @Override
  public StakeLimits limits() {
    return LIMITS;
  }

  @Override
  public ParSheet parSheet() {
    return parSheet.get();
  }

  @Override
  public Optional<ParSheet> parSheetWithin(Duration time) {
    return parSheet.within(time);
  }

  @Override
  public Bet read(JsonObject body) {
    long stake = body.requiredLong("stake");
    OriginalBet bet =
        switch (original) {
          case DICE -> dice(body);
          case LIMBO ->
              new LimboBet(within(body, "target", LimboBet.MIN_TARGET, LimboBet.MAX_TARGET));
          case PLINKO -> new PlinkoBet(rows(body), risk(body));
          case WHEEL -> new WheelBet(segments(body), risk(body));
          case KENO -> keno(body);
        };
    body.refuseOtherFields();
    LIMITS.check(body.pathOf("stake"), stake);
    long maxPayout = OriginalBet.payoutMinor(stake, bet.payTable().maxMultiplier());
    if (maxPayout > Original.MAX_PAYOUT) {
      throw InvalidInput.field(
          body.pathOf("stake"),
          "must be at most %d for a bet that can be paid %s times the stake, got %d"
              .formatted(highestStake(bet), bet.par().maxWin().decimal(2), stake));
    }
    return new Bet(
        id(), stake, maxPayout, choices(bet, stake), draws -> decide(stake, bet.play(draws)));
  }

  /// The highest stake whose payout is within what a bet can be paid.
  private static long highestStake(OriginalBet bet) {
    return Original.MAX_PAYOUT / bet.payTable().maxMultiplier() * Original.STAKE_STEP;
  }

  private static DiceBet dice(JsonObject body) {
    String direction = body.requiredText("direction");
    boolean over =
        switch (direction) {
          case "over" -> true;
          case "under" -> false;
          default ->
              throw InvalidInput.field(
                  body.pathOf("direction"), "must be one of over, under, got " + direction);
        };
    return new DiceBet(
        over, (int) within(body, "target", DiceBet.minTarget(over), DiceBet.maxTarget(over)));
  }

  private static int rows(JsonObject body) {
    return (int) within(body, "rows", PlinkoBet.MIN_ROWS, PlinkoBet.MAX_ROWS);
  }

  private static int segments(JsonObject body) {
    long segments = body.requiredLong("segments");
    if (WheelBet.SIZES.stream().noneMatch(size -> size == segments)) {
      throw InvalidInput.field(
          body.pathOf("segments"),
          "must be one of %s, got %d"
              .formatted(
                  WheelBet.SIZES.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                  segments));
    }
    return (int) segments;
  }

  private static KenoBet keno(JsonObject body) {
    List<Integer> picks = body.optionalIntegers("picks", KenoBet.MAX_PICKS);
    if (picks.isEmpty()
        || picks.stream().distinct().count() < picks.size()
        || picks.stream().anyMatch(pick -> pick < 1 || pick > KenoBet.NUMBERS)) {
      throw InvalidInput.field(
          body.pathOf("picks"),
          "must be 1 to %d different numbers from 1 to %d, got %s"
              .formatted(KenoBet.MAX_PICKS, KenoBet.NUMBERS, picks));
    }
    return new KenoBet(picks.stream().sorted().toList(), risk(body));
  }

  private static Risk risk(JsonObject body) {
    String risk = body.requiredText("risk");
    return Risk.of(risk)
        .orElseThrow(() ->
            InvalidInput.field(
                body.pathOf("risk"),
                "must be one of %s, got %s"
                    .formatted(
                        Arrays.stream(Risk.values())
                            .map(Risk::id)
                            .collect(Collectors.joining(", ")),
                        risk)));
  }

  private static long within(JsonObject body, String field, long min, long max) {
    long number = body.requiredLong(field);
    if (number < min || number > max) {
      throw InvalidInput.field(
          body.pathOf(field), "must be from %d to %d, got %d".formatted(min, max, number));
    }
    return number;
  }

  private static String choices(OriginalBet bet, long stake) {
    return switch (bet) {
      case DiceBet dice ->
          JsonWriter.text(new DiceChoices(dice.over() ? "over" : "under", dice.target(), stake));
      case LimboBet limbo -> JsonWriter.text(new LimboChoices(limbo.target(), stake));
      case PlinkoBet plinko ->
          JsonWriter.text(new PlinkoChoices(plinko.rows(), plinko.risk().id(), stake));
      case WheelBet wheel ->
          JsonWriter.text(new WheelChoices(wheel.segments(), wheel.risk().id(), stake));
      case KenoBet keno -> JsonWriter.text(new KenoChoices(keno.picks(), keno.risk().id(), stake));
    };
  }

  private static Bet.Decision decide(long stake, OriginalOutcome outcome) {
    String result =
        switch (outcome) {
          case OriginalOutcome.Roll(int roll, long multiplier) ->
              JsonWriter.text(new DiceResult(roll, multiplier));
          case OriginalOutcome.Reached(long reached, long multiplier) ->
              JsonWriter.text(new LimboResult(reached, multiplier));
          case OriginalOutcome.Path(List<Integer> path, int slot, long multiplier) ->
              JsonWriter.text(new PlinkoResult(path, slot, multiplier));
          case OriginalOutcome.Stop(int segment, long multiplier) ->
              JsonWriter.text(new WheelResult(segment, multiplier));
          case OriginalOutcome.Numbers(List<Integer> drawn, int hits, long multiplier) ->
              JsonWriter.text(new KenoResult(drawn, hits, multiplier));
        };
    return new Bet.Decision(stake, OriginalBet.payoutMinor(stake, outcome.multiplier()), result);
  }

  /// A bet on dice as stored.
  ///
  /// @param target hundredths
  @Json
  public record DiceChoices(String direction, int target, long stake) {}

  /// A bet on limbo as stored.
  ///
  /// @param target hundredths
  @Json
  public record LimboChoices(long target, long stake) {}

  /// A bet on plinko as stored.
  @Json
  public record PlinkoChoices(int rows, String risk, long stake) {}

  /// A bet on the wheel as stored.
  @Json
  public record WheelChoices(int segments, String risk, long stake) {}

  /// A bet on keno as stored.
  ///
  /// @param picks in ascending order
  @Json
  public record KenoChoices(List<Integer> picks, String risk, long stake) {}

  /// Outcome of dice.
  ///
  /// @param roll hundredths
  /// @param multiplier what the stake is paid, hundredths
  @Json
  public record DiceResult(int roll, long multiplier) {}

  /// Outcome of limbo.
  ///
  /// @param reached hundredths
  /// @param multiplier what the stake is paid, hundredths
  @Json
  public record LimboResult(long reached, long multiplier) {}

  /// Outcome of plinko.
  ///
  /// @param path at each row 0 for left, 1 for right
  /// @param slot from 0 at the left
  /// @param multiplier what the stake is paid, hundredths
  @Json
  public record PlinkoResult(List<Integer> path, int slot, long multiplier) {}

  /// Outcome of the wheel.
  ///
  /// @param segment from 0
  /// @param multiplier what the stake is paid, hundredths
  @Json
  public record WheelResult(int segment, long multiplier) {}

  /// Outcome of keno.
  ///
  /// @param drawn in the order drawn
  /// @param hits how many of them were picked
  /// @param multiplier what the stake is paid, hundredths
  @Json
  public record KenoResult(List<Integer> drawn, int hits, long multiplier) {}
}
