package dev.pitboss.server.api.rgs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pitboss.server.api.Inputs;
import dev.pitboss.server.api.PublishedModes;
import dev.pitboss.server.api.Refusals;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.BooksGame;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.players.SessionToken;
import dev.pitboss.server.rounds.BooksPlay;
import dev.pitboss.server.rounds.RoundResult;
import dev.pitboss.server.seamlesswallet.outbound.WalletsOfOperators;
import dev.pitboss.server.settlement.Settlement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Bets of front ends. The protocol names no request, so a call that is repeated before its answer
/// was given is taken for the same bet: it has the same key, acts once, and gets the same answer.
/// Thread-safe.
final class RgsBets {
  /// A front end whose answer was lost asks again within this time, or its player leaves.
  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private static final int MAX_REMEMBERED = 10_000;

  /// An answer that is made later than this after its request may not have reached its client.
  private static final long IN_TIME_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

  private final BooksPlay books;
  private final WalletsOfOperators remote;

  /// Bets whose answer was not given yet.
  private final Cache<SessionToken, Asked> unanswered =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(REMEMBERED).build();

  private record Asked(String bet, IdempotencyKey key) {}

  RgsBets(BooksPlay books, WalletsOfOperators remote) {
    this.books = books;
    this.remote = remote;
  }

  /// The front end has seen how things are: its next bet is a new one.
  void forget(SessionToken token) {
    unanswered.invalidate(token);
  }

  /// Bets.
  ///
  /// @param shown makes the answer of the round
  Response bet(
      RgsRoutes.Call call, BooksGame game, long baseBet, Function<BooksPlay.View, Response> shown) {
    String mode = call.body().requiredText("mode");
    Bet bet = game.bet(mode, baseBet);
    if (bet.maxPayout() > RgsConfig.MAX_SAFE / call.micros().ofMinor()) {
      throw InvalidInput.field(
          "amount", "must be lower: the round could be paid more than 2^53 − 1 millionths");
    }
    Optional<Response> refusal =
        PublishedModes.refusal(call.operator(), game.modeNamed(mode).orElseThrow());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Asked asked = asked(call, bet.choices());
    Response answer =
        remote.keepsMoneyOf(call.player())
            ? elsewhere(call, asked.key(), bet, shown)
            : here(call, asked.key(), bet, mode, shown);
    boolean isKnown = answer.status() != 202;
    boolean isInTime = System.nanoTime() - call.request().arrivedAtNanos() < IN_TIME_NANOS;
    if (isKnown && isInTime) {
      unanswered.asMap().remove(call.token(), asked);
    }
    return answer;
  }

  private Asked asked(RgsRoutes.Call call, String bet) {
    if (call.request().header("Idempotency-Key").isPresent()) {
      return new Asked(bet, Inputs.keyOf(call.request()));
    }
    return unanswered
        .asMap()
        .compute(
            call.token(),
            (_, before) ->
                before != null && before.bet().equals(bet)
                    ? before
                    : new Asked(bet, IdempotencyKey.fresh()));
  }

  /// With money that is kept here: the payout comes with the end of the round.
  private Response here(
      RgsRoutes.Call call,
      IdempotencyKey key,
      Bet bet,
      String mode,
      Function<BooksPlay.View, Response> shown) {
    return switch (books.bet(call.player().playerId(), key, bet, mode)) {
      case RoundResult.Taken<BooksPlay.View>(var view) -> shown.apply(view);
      case RoundResult.Replayed<BooksPlay.View>(var view) -> shown.apply(view);
      case RoundResult<BooksPlay.View> other -> refusal(call, other);
    };
  }

  /// With money that another wallet keeps: no stake of it waits here, so the wallet is told at once
  /// what the round pays, and the round has ended.
  private Response elsewhere(
      RgsRoutes.Call call, IdempotencyKey key, Bet bet, Function<BooksPlay.View, Response> shown) {
    return switch (remote.play().bet(call.player(), key, bet)) {
      case Settlement.Posted(var round) -> shown.apply(BooksPlay.View.of(round));
      case Settlement.Replayed(var round) -> shown.apply(BooksPlay.View.of(round));
      case Settlement.Refusal refusal -> Refusals.refusal(refusal, key.text());
    };
  }

  /// The answer to what was not done.
  Response refusal(RgsRoutes.Call call, RoundResult<?> result) {
    return switch (result) {
      case RoundResult.Refused<?>(var why) ->
          Refusals.refusal(why, call.request().idempotencyKey());
      case RoundResult.RoundOpen<?>(UUID ref) ->
          Response.problem(
              Problem.of(
                      Problem.Status.CONFLICT,
                      "round_open",
                      "a round of this game is open; end it first")
                  .withRound(ref, null));
      case RoundResult.NoSuchRound<?>() -> Response.problem(Inputs.noSuchRound());
      case RoundResult.Taken<?> _,
          RoundResult.Replayed<?> _,
          RoundResult.Stale<?> _,
          RoundResult.NotPossible<?> _ ->
          throw new IllegalStateException("not refused: " + result);
    };
  }
}
