package dev.pitboss.server.games;

import dev.pitboss.games.Rules;
import dev.pitboss.games.crash.Crash;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.server.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/// Crash at one live table: all bets in a round share its crash point.
public final class CrashGame implements Game {
  /// Names the game.
  public static final String ID = "crash";

  /// Minor units: up to 1 000.00 a round, which is paid 100 000.00 at the most.
  static final StakeLimits LIMITS = new StakeLimits(100, 100_000, Crash.STAKE_STEP);

  private final ParSheet parSheet = Crash.parSheet();

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String name() {
    return "Crash";
  }

  @Override
  public Rules rules() {
    return Crash.rules();
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

  /// Reads a bet with all that became of it.
  @Override
  public Bet read(JsonObject body) {
    CrashBet bet = CrashBet.stored(body, LIMITS);
    return new Bet(
        ID, bet.stake(), bet.maxPayout(), bet.text(), draws -> bet.decide(Crash.crashPoint(draws)));
  }
}
