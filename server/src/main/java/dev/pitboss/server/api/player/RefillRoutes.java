package dev.pitboss.server.api.player;

import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.Refusals;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.operators.RefillTerms;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.refills.Refills;
import dev.pitboss.server.refills.Refills.Result;
import dev.pitboss.server.seamlesswallet.outbound.WalletsOfOperators;
import io.avaje.jsonb.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Play chips again for a registered player who has lost theirs.
public final class RefillRoutes {
  private static final String REFILL = "/api/casino/refill";

  private final Refills refills;
  private final WalletsOfOperators wallets;
  private final InstantSource clock;

  public RefillRoutes(Refills refills, WalletsOfOperators wallets, InstantSource clock) {
    this.refills = refills;
    this.wallets = wallets;
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.getByPlayer(REFILL, this::offer), Endpoints.postByPlayer(REFILL, this::refill));
  }

  private Response offer(Request request, Player player) {
    Refills.Offer offer = refills.offer(player);
    RefillTerms terms = offer.terms();
    Optional<Result.Refusal> refusal =
        wallets.keepsMoneyOf(player) ? Optional.of(new Result.NotOffered()) : offer.refusal();
    Instant availableAt =
        refusal.isPresent() && refusal.get() instanceof Result.TooEarly(Instant nextAt)
            ? nextAt
            : null;
    return Response.ok(
        new OfferView(
            refusal.isEmpty(),
            terms.amount(),
            terms.below(),
            terms.minutes(),
            refusal.map(why -> problem(why).code()).orElse(null),
            availableAt));
  }

  private Response refill(Request request, Player player) {
    request.json().refuseOtherFields();
    if (wallets.keepsMoneyOf(player)) {
      return problem(new Result.NotOffered());
    }
    return switch (refills.refill(player)) {
      case Result.Refilled(long amount, long balance, Instant nextAt) ->
          Response.ok(new RefillView(amount, balance, nextAt));
      case Result.Refusal refusal -> problem(refusal);
    };
  }

  private Response problem(Result.Refusal refusal) {
    return switch (refusal) {
      case Result.NotOffered() ->
          refused(
              Problem.Status.FORBIDDEN,
              "refill_not_offered",
              "this operator gives no chips to players who have lost theirs");
      case Result.NotRegistered() ->
          refused(
              Problem.Status.FORBIDDEN,
              "not_registered",
              "a refill is for registered players; register, or start over as a new guest");
      case Result.Restricted(var barrier) -> Refusals.barred(barrier);
      case Result.RoundOpen() ->
          refused(Problem.Status.CONFLICT, "round_open", "finish the round that is open first");
      case Result.BalanceLeft(long balance, long below) ->
          Response.problem(
              Problem.of(
                      Problem.Status.CONFLICT,
                      "refill_not_needed",
                      "the balance must be below %d for a refill, got %d".formatted(below, balance))
                  .withBalance(balance));
      case Result.TooEarly(Instant nextAt) ->
          refused(
                  Problem.Status.CONFLICT,
                  "refill_too_early",
                  "the next refill is possible at " + nextAt)
              .withHeader(
                  "Retry-After",
                  Long.toString(
                      Math.max(1, Duration.between(clock.instant(), nextAt).toSeconds() + 1)));
    };
  }

  private static Response refused(Problem.Status status, String code, String detail) {
    return Response.problem(Problem.of(status, code, detail));
  }

  /// What a player can have.
  ///
  /// @param available whether it can be had now
  /// @param amount minor units; 0 when the operator gives none
  /// @param below the balance must be below this, minor units
  /// @param intervalMinutes from one refill to the next
  /// @param reason the code that a request would be refused with; absent when it would be done
  /// @param availableAt when the interval is over; absent unless that is the reason
  @Json
  public record OfferView(
      boolean available,
      long amount,
      long below,
      int intervalMinutes,
      @Nullable String reason,
      @Nullable Instant availableAt) {}

  /// Chips that were given.
  ///
  /// @param balance after it, minor units
  /// @param nextAt when the next refill is possible
  @Json
  public record RefillView(long amount, long balance, Instant nextAt) {}
}
