package dev.pitboss.server.games;

import dev.pitboss.games.Rules;
import dev.pitboss.games.baccarat.Baccarat;
import dev.pitboss.games.baccarat.BaccaratBet;
import dev.pitboss.games.baccarat.BaccaratOutcome;
import dev.pitboss.games.baccarat.Coup;
import dev.pitboss.games.baccarat.Spot;
import dev.pitboss.games.cards.Card;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import io.avaje.jsonb.Json;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Baccarat at one table, a fresh shoe of eight decks for every coup.
public final class BaccaratGame implements OneShotGame {
  static final String ID = "baccarat";

  /// Minor units: a chip is 0.20, the least of which the banker's commission of 5 % is whole, and a
  /// coup risks at most 1 000.00, so it pays at most 12 000.00.
  private static final StakeLimits LIMITS = new StakeLimits(20, 100_000, 1);

  private static final OnDemand<ParSheet> PAR_SHEET = new OnDemand<>(Baccarat::parSheet);

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String name() {
    return "Baccarat";
  }

  @Override
  public Rules rules() {
    return Baccarat.rules();
  }

  @Override
  public StakeLimits limits() {
    return LIMITS;
  }

  /// Stakes one spot takes.
  public StakeLimits limits(Spot spot) {
    return new StakeLimits(LIMITS.min(), LIMITS.max(), spot.stakeStep());
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
    Set<Spot> taken = EnumSet.noneOf(Spot.class);
    List<BaccaratBet> bets =
        body.requiredObjects("bets", Baccarat.MAX_BETS).stream()
            .map(json -> bet(json, taken))
            .toList();
    body.refuseOtherFields();
    long stake = Baccarat.stake(bets); // no overflow: each is within the limits, and there are few
    if (stake > LIMITS.max()) {
      throw InvalidInput.field(
          "bets", "the stakes add up to " + stake + ", above the table's " + LIMITS.max());
    }
    String choices = JsonWriter.text(Choices.of(bets));
    return new Bet(
        id(),
        stake,
        Baccarat.maxPayout(bets),
        choices,
        draws -> decide(stake, Baccarat.play(bets, draws)));
  }

  private BaccaratBet bet(JsonObject json, Set<Spot> taken) {
    String on = json.requiredText("on");
    long stake = json.requiredLong("stake");
    json.refuseOtherFields();
    Spot spot =
        Spot.of(on)
            .orElseThrow(() ->
                InvalidInput.field(json.pathOf("on"), "must be one of " + spots() + ", got " + on));
    if (!taken.add(spot)) {
      throw InvalidInput.field(json.pathOf("on"), on + " has a bet already");
    }
    StakeLimits limits = limits(spot);
    if (!limits.allow(stake)) {
      throw InvalidInput.field(
          json.pathOf("stake"),
          "on %s must be a multiple of %d from %d to %d, got %d"
              .formatted(on, limits.step(), limits.min(), limits.max(), stake));
    }
    return new BaccaratBet(spot, stake);
  }

  private static String spots() {
    return Arrays.stream(Spot.values()).map(Spot::id).collect(Collectors.joining(", "));
  }

  private static Bet.Decision decide(long stake, BaccaratOutcome outcome) {
    return new Bet.Decision(stake, outcome.payoutMinor(), JsonWriter.text(Result.of(outcome)));
  }

  /// A round's bets as stored.
  @Json
  public record Choices(List<BetLine> bets) {
    static Choices of(List<BaccaratBet> bets) {
      return new Choices(
          bets.stream().map(bet -> new BetLine(bet.spot().id(), bet.stakeMinor())).toList());
    }
  }

  /// One bet as stored.
  @Json
  public record BetLine(String on, long stake) {}

  /// The coup and which bets it pays.
  @Json
  public record Result(Side player, Side banker, String winner, List<Win> wins) {
    static Result of(BaccaratOutcome outcome) {
      Coup coup = outcome.coup();
      return new Result(
          Side.of(coup.player(), coup.playerTotal()),
          Side.of(coup.banker(), coup.bankerTotal()),
          coup.winner().id(),
          outcome.wins().stream()
              .map(win -> new Win(win.bet().spot().id(), win.bet().stakeMinor(), win.payoutMinor()))
              .toList());
    }
  }

  /// One side's hand.
  ///
  /// @param cards as in `10♥`, in the order dealt
  /// @param total 0 to 9
  @Json
  public record Side(List<String> cards, int total) {
    static Side of(List<Card> cards, int total) {
      return new Side(cards.stream().map(Card::toString).toList(), total);
    }
  }

  /// A bet that is paid.
  ///
  /// @param payout minor units, stake included; the stake alone where a tie returns it
  @Json
  public record Win(String on, long stake, long payout) {}
}
