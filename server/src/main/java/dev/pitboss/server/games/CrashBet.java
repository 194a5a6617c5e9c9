package dev.pitboss.server.games;

import dev.pitboss.games.crash.Crash;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.ledger.OpenRound;
import io.avaje.jsonb.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A bet on a round of crash, with what its player and the table made of it. Immutable.
///
/// @param stake minor units
/// @param autoCashout hundredths at which it leaves by itself, if its player said so
/// @param queued whether it was made while the round before was under way
/// @param cashOut hundredths it left at, once that is decided
/// @param isVoid whether its round was interrupted
public record CrashBet(
    long stake,
    @Nullable Long autoCashout,
    boolean queued,
    @Nullable Long cashOut,
    boolean isVoid) {

  /// Reads a bet as a player sends it.
  ///
  /// @throws InvalidInput naming the field at fault
  public static CrashBet sent(JsonObject body) {
    CrashBet bet = read(body, CrashGame.LIMITS);
    body.refuseOtherFields();
    return bet;
  }

  /// Reads a bet as it is stored.
  ///
  /// @throws InvalidInput naming the field at fault
  static CrashBet stored(JsonObject body, Game.StakeLimits limits) {
    CrashBet bet = read(body, limits);
    boolean queued = flag(body, "joined", "next");
    OptionalLong cashOut = body.optionalLong("cashOut");
    boolean isVoid = flag(body, "round", "void");
    body.refuseOtherFields();
    if (cashOut.isPresent() && (cashOut.getAsLong() < 100 || cashOut.getAsLong() > bet.target())) {
      throw InvalidInput.field(
          body.pathOf("cashOut"),
          "must be from 100 to %d, where the bet leaves at the latest".formatted(bet.target()));
    }
    return new CrashBet(
        bet.stake,
        bet.autoCashout,
        queued,
        cashOut.isPresent() ? cashOut.getAsLong() : null,
        isVoid);
  }

  /// The bet of an open round.
  public static CrashBet of(OpenRound open) {
    return of(open.bet());
  }

  /// A bet from its canonical JSON.
  public static CrashBet of(String text) {
    return stored(JsonObject.parse(text.getBytes(StandardCharsets.UTF_8)), CrashGame.LIMITS);
  }

  private static CrashBet read(JsonObject body, Game.StakeLimits limits) {
    long stake = body.requiredLong("stake");
    limits.check(body.pathOf("stake"), stake);
    OptionalLong auto = body.optionalLong("autoCashout");
    long latest = Crash.latestCashOut(stake);
    if (auto.isPresent() && (auto.getAsLong() < Crash.MIN_CASH_OUT || auto.getAsLong() > latest)) {
      throw InvalidInput.field(
          body.pathOf("autoCashout"),
          "must be %d to %d, in hundredths, with this stake, got %d"
              .formatted(Crash.MIN_CASH_OUT, latest, auto.getAsLong()));
    }
    return new CrashBet(stake, auto.isPresent() ? auto.getAsLong() : null, false, null, false);
  }

  private static boolean flag(JsonObject body, String field, String value) {
    Optional<String> text = body.optionalText(field);
    if (text.isPresent() && !text.get().equals(value)) {
      throw InvalidInput.field(body.pathOf(field), "can only be " + value);
    }
    return text.isPresent();
  }

  /// Where it leaves by itself, hundredths.
  public long target() {
    return autoCashout == null ? Crash.latestCashOut(stake) : autoCashout;
  }

  /// The most it can be paid, minor units.
  public long maxPayout() {
    return Crash.paidAt(stake, target());
  }

  public CrashBet withQueued(boolean isQueued) {
    return new CrashBet(stake, autoCashout, isQueued, cashOut, isVoid);
  }

  public CrashBet leftAt(long hundredths) {
    return new CrashBet(stake, autoCashout, queued, hundredths, isVoid);
  }

  public CrashBet voided() {
    return new CrashBet(stake, autoCashout, queued, cashOut, true);
  }

  /// The bet as canonical JSON.
  public String text() {
    return JsonWriter.text(
        new Choices(stake, autoCashout, queued ? "next" : null, cashOut, isVoid ? "void" : null));
  }

  /// What the bet comes to.
  public Bet.Decision decide(long crashPoint) {
    if (isVoid && cashOut == null) {
      return new Bet.Decision(stake, stake, outcome(crashPoint, null, true));
    }
    long leaves = cashOut == null ? target() : cashOut;
    long payout = Crash.payout(stake, leaves, crashPoint);
    return new Bet.Decision(stake, payout, outcome(crashPoint, payout > 0 ? leaves : null, false));
  }

  private static String outcome(long crashPoint, @Nullable Long leftAt, boolean refunded) {
    return JsonWriter.text(new Result(crashPoint, leftAt, refunded ? Boolean.TRUE : null));
  }

  /// A bet as stored; absent is what did not happen.
  @Json
  public record Choices(
      long stake,
      @Nullable Long autoCashout,
      @Nullable String joined,
      @Nullable Long cashOut,
      @Nullable String round) {}

  /// A round as one bet saw it.
  ///
  /// @param cashOut hundredths the bet left at, if it did in time
  @Json
  public record Result(long crashPoint, @Nullable Long cashOut, @Nullable Boolean refunded) {}
}
