package dev.pitboss.server.api;

import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.restrictions.LimitKind;
import dev.pitboss.server.restrictions.Restriction;
import dev.pitboss.server.settlement.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// The answers to bets that are not made: each reason has one code, whichever route it comes
/// through.
public final class Refusals {
  private Refusals() {}

  /// The answer when nothing moved, as far as is known.
  ///
  /// @param key of the request
  public static Response refusal(Settlement.Refusal why, String key) {
    return switch (why) {
      case Settlement.KeyReused() ->
          Response.problem(
              Problem.of(
                      Problem.Status.UNPROCESSABLE,
                      "idempotency_key_reused",
                      "Idempotency-Key was already used for a different bet")
                  .atField("Idempotency-Key"));
      case Settlement.InsufficientFunds(long balance) ->
          Response.problem(
              Problem.of(
                      Problem.Status.CONFLICT,
                      "insufficient_funds",
                      "the stake exceeds the balance of " + balance)
                  .withBalance(balance));
      case Settlement.GameOff(String game) ->
          Response.problem(
              Problem.of(
                  Problem.Status.FORBIDDEN,
                  "game_off",
                  game + " is not available for this operator"));
      case Settlement.StakeOutsideLimits(long min, long max) ->
          Response.problem(
              Problem.of(
                      Problem.Status.BAD_REQUEST,
                      "stake_limit",
                      max == Long.MAX_VALUE
                          ? "the stake must be at least %d".formatted(min)
                          : "the stake must be %d to %d".formatted(min, max))
                  .atField("stake"));
      case Settlement.PayoutAboveLimit(long possible, long max) ->
          Response.problem(
              Problem.of(
                      Problem.Status.BAD_REQUEST,
                      "payout_limit",
                      "the bet's maximum payout of %d exceeds the payout limit of %d"
                          .formatted(possible, max))
                  .atField("stake"));
      case Settlement.AtWallet external -> refusal(external);
      case Settlement.BettingStopped(String reason) -> stopped(reason);
      case Settlement.Barred(var barrier) -> barred(barrier);
      case Settlement.Busy() -> busy();
      case Settlement.Unknown() -> Response.pending(key);
    };
  }

  private static Response refusal(Settlement.AtWallet refusal) {
    return switch (refusal) {
      case Settlement.WalletAway(String why) ->
          Response.problem(
                  Problem.of(
                      Problem.Status.UNAVAILABLE,
                      "wallet_away",
                      "the operator's wallet is unavailable; nothing was done: " + why))
              .withHeader("Retry-After", "2");
      case Settlement.WalletRefused(String reason) ->
          Response.problem(
              Problem.of(
                  Problem.Status.CONFLICT,
                  "wallet_refused",
                  "the operator's wallet refused the stake: " + reason));
      case Settlement.TakenBack() ->
          Response.problem(
              Problem.of(
                  Problem.Status.CONFLICT,
                  "bet_taken_back",
                  "the operator's wallet did not confirm the stake, which was returned; bet again with a"
                      + " new key"));
    };
  }

  /// The answer when there was no time for a bet.
  public static Response busy() {
    return Response.problem(
            Problem.of(
                Problem.Status.UNAVAILABLE,
                "busy",
                "the settlement queue is full; nothing was done"))
        .withHeader("Retry-After", "1");
  }

  /// The answer while an invariant is broken.
  public static Response stopped(String reason) {
    return Response.problem(
            Problem.of(
                Problem.Status.UNAVAILABLE, "betting_stopped", "betting is suspended: " + reason))
        .withHeader("Retry-After", "30");
  }

  /// The answer when responsible play is in the way of a bet.
  public static Response barred(Restriction barrier) {
    return switch (barrier) {
      case Restriction.SelfExcluded(Instant until) ->
          refused(
              barrier,
              Problem.Status.FORBIDDEN,
              "self_excluded",
              until == null
                  ? "you are self-excluded permanently"
                  : "you are self-excluded until " + until);
      case Restriction.CoolingOff(Instant until) ->
          refused(
              barrier,
              Problem.Status.FORBIDDEN,
              "cooling_off",
              "you are on a break until " + until);
      case Restriction.LimitsRequired(var missing) ->
          refused(
              barrier,
              Problem.Status.FORBIDDEN,
              "limits_required",
              "set a limit of " + kinds(missing) + " before you play");
      case Restriction.LimitReached(
              var kind,
              var period,
              long limit,
              long used,
              Instant resetsAt) ->
          refused(
              barrier,
              Problem.Status.FORBIDDEN,
              "limit_reached",
              "the bet would exceed your %s limit for the %s: %d of %d used, resets at %s"
                  .formatted(kind.id(), period.id(), used, limit, resetsAt));
      case Restriction.RealityCheckDue(Duration elapsed, long net) ->
          refused(
              barrier,
              Problem.Status.CONFLICT,
              "reality_check_due",
              "reality check: %d minutes played, net result %d; acknowledge it to continue"
                  .formatted(elapsed.toMinutes(), net));
      case Restriction.StakeTooHigh(long max) ->
          refused(
              barrier,
              Problem.Status.CONFLICT,
              "stake_too_high",
              "the jurisdiction's maximum stake is " + max + " on this game");
      case Restriction.TooFast(Duration pause) ->
          refused(
                  barrier,
                  Problem.Status.CONFLICT,
                  "too_fast",
                  "the jurisdiction's minimum time between bets has not passed; retry in %d ms"
                      .formatted(pause.toMillis()))
              .withHeader("Retry-After", Long.toString(pause.toSeconds() + 1));
      case Restriction.Outdated() -> busy();
    };
  }

  private static String kinds(Set<LimitKind> kinds) {
    return String.join(" and of ", kinds.stream().map(LimitKind::id).sorted().toList());
  }

  private static Response refused(
      Restriction barrier, Problem.Status status, String code, String detail) {
    return Response.problem(
        Problem.of(status, code, detail).withRestriction(RestrictionViews.of(barrier)));
  }
}
