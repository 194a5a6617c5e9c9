package dev.pitboss.server.api;

import dev.pitboss.server.fairness.Fairness;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.history.Rounds;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.ledger.Balance;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.players.OpenSession;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.players.Players;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Response bodies of the API, as in `openapi.yaml`. Money is in minor units.
public final class Views {
  private Views() {}

  /// A player.
  @Json
  public record PlayerView(
      String playerId,
      String operator,
      String username,
      boolean guest,
      String currency,
      long balance,
      Instant createdAt,
      Instant lastLogin) {
    public static PlayerView of(Player player, Balance balance) {
      return of(player, balance.balance());
    }

    public static PlayerView of(Player player, long balance) {
      return new PlayerView(
          Long.toString(player.playerId()),
          player.operator(),
          player.username(),
          player.guest(),
          player.currency(),
          balance,
          player.createdAt(),
          player.lastLogin());
    }
  }

  /// A new session.
  @Json
  public record SessionView(String token, PlayerView player) {
    public static SessionView of(Players.Arrival arrival, Balance balance) {
      return new SessionView(arrival.token().text(), PlayerView.of(arrival.player(), balance));
    }
  }

  /// One of a player's sessions.
  @Json
  public record SessionLine(
      String id,
      Instant createdAt,
      Instant lastUsedAt,
      Instant expiresAt,
      String agent,
      String network,
      boolean current) {
    public static SessionLine of(OpenSession session) {
      return new SessionLine(
          session.id().toString(),
          session.createdAt(),
          session.lastUsedAt(),
          session.expiresAt(),
          session.clientInfo().agent(),
          session.clientInfo().network(),
          session.current());
    }
  }

  /// A player's sessions, the last used first.
  @Json
  public record SessionsView(List<SessionLine> sessions) {}

  /// How many sessions were ended.
  @Json
  public record EndedView(int ended) {}

  /// Somewhere else to sign in.
  @Json
  public record ProviderView(String name) {}

  /// Where else one can sign in; one or none.
  @Json
  public record ProvidersView(List<ProviderView> providers) {}

  /// Where the browser goes to sign in.
  @Json
  public record EntranceView(String location) {}

  /// A player's balance.
  @Json
  public record BalanceView(long balance, long openStakes, String currency) {
    public static BalanceView of(Balance balance) {
      return new BalanceView(balance.balance(), balance.openStakes(), balance.currency());
    }
  }

  /// Which draws a round used.
  @Json
  public record DrawView(String scheme, String serverSeedHash, String clientSeed, long nonce) {
    public static DrawView of(Round.DrawReference draw) {
      return new DrawView(draw.scheme(), draw.serverSeedHash(), draw.clientSeed(), draw.nonce());
    }
  }

  /// A settled bet. Made from the stored round alone, so a repeated request gets the same bytes.
  @Json
  public record PlayView(
      String ref,
      String game,
      long stake,
      long payout,
      @Json.Raw String result,
      long balance,
      DrawView fairness) {
    public static PlayView of(Round round) {
      return new PlayView(
          round.ref().toString(),
          round.game(),
          round.stake(),
          round.payout(),
          JsonWriter.raw(round.outcome()),
          round.balanceAfter(),
          DrawView.of(round.draw()));
    }
  }

  /// A round in a list, or a provider's transaction: then `provider` and what follows are there.
  @Json
  public record RoundLine(
      String ref,
      String game,
      Instant at,
      long stake,
      long payout,
      long balanceAfter,
      @Nullable String provider,
      @Nullable String providerName,
      @Nullable String kind,
      @Nullable String round) {
    public static RoundLine of(Rounds.Line line) {
      return switch (line) {
        case Rounds.Line.Played(Round round) ->
            new RoundLine(
                round.ref().toString(),
                round.game(),
                round.settledAt(),
                round.stake(),
                round.payout(),
                round.balanceAfter(),
                null,
                null,
                null,
                null);
        case Rounds.Line.Elsewhere it ->
            new RoundLine(
                it.ref().toString(),
                it.game(),
                it.at(),
                it.stake(),
                it.payout(),
                it.balanceAfter(),
                it.provider(),
                it.providerName(),
                it.kind(),
                it.round());
      };
    }
  }

  /// A page of a player's play, newest first.
  @Json
  public record HistoryView(List<RoundLine> rounds, @Nullable String nextCursor) {
    public static HistoryView of(Rounds.Page page) {
      return new HistoryView(
          page.lines().stream().map(RoundLine::of).toList(),
          page.next().isPresent() ? Long.toString(page.next().getAsLong()) : null);
    }
  }

  /// A roulette round in a list.
  @Json
  public record RouletteLine(
      String ref, Instant at, long stake, long payout, long pocket, String color) {}

  /// The last roulette rounds, newest first.
  @Json
  public record RouletteHistoryView(List<Long> pockets, List<RouletteLine> rounds) {}

  /// A coup of baccarat in a list: what a road is drawn from.
  ///
  /// @param winner `player`, `banker` or `tie`
  /// @param playerPair whether the player's first two cards are of one rank
  /// @param bankerPair whether the banker's are
  @Json
  public record BaccaratLine(
      String ref,
      Instant at,
      long stake,
      long payout,
      String winner,
      long playerTotal,
      long bankerTotal,
      boolean playerPair,
      boolean bankerPair) {}

  /// The last coups, newest first.
  @Json
  public record BaccaratHistoryView(List<BaccaratLine> rounds) {}

  /// What proves a round.
  ///
  /// @param serverSeed once revealed
  @Json
  public record ProofView(
      String scheme,
      String rulesVersion,
      String rulesHash,
      String serverSeedHash,
      @Nullable String serverSeed,
      String clientSeed,
      long nonce,
      boolean revealed) {}

  /// A round, whole.
  @Json
  public record RoundView(
      String ref,
      String game,
      Instant at,
      long stake,
      long payout,
      long balanceBefore,
      long balanceAfter,
      @Json.Raw String bet,
      @Json.Raw String result,
      ProofView fairness) {
    public static RoundView of(Rounds.Detail detail) {
      Round round = detail.round();
      return new RoundView(
          round.ref().toString(),
          round.game(),
          round.settledAt(),
          round.stake(),
          round.payout(),
          round.balanceBefore(),
          round.balanceAfter(),
          JsonWriter.raw(round.bet()),
          JsonWriter.raw(round.outcome()),
          new ProofView(
              round.draw().scheme(),
              detail.rules().version(),
              detail.rules().hash(),
              round.draw().serverSeedHash(),
              detail.serverSeed().map(seed -> seed.text()).orElse(null),
              round.draw().clientSeed(),
              round.draw().nonce(),
              detail.serverSeed().isPresent()));
    }
  }

  /// The seed pair in use.
  @Json
  public record CommitmentView(
      String scheme,
      String serverSeedHash,
      String clientSeed,
      long nonce,
      String nextServerSeedHash) {
    public static CommitmentView of(SeedPairs.Commitment commitment) {
      return new CommitmentView(
          commitment.scheme(),
          commitment.serverSeedHash(),
          commitment.clientSeed(),
          commitment.nonce(),
          commitment.nextServerSeedHash());
    }
  }

  /// A retired seed pair.
  @Json
  public record RevealedView(
      String scheme, String serverSeed, String serverSeedHash, String clientSeed, long nonce) {}

  /// A rotation's two sides.
  @Json
  public record RotationView(RevealedView revealed, CommitmentView active) {
    public static RotationView of(Fairness.Rotation rotation) {
      SeedPairs.Revealed old = rotation.revealed();
      return new RotationView(
          new RevealedView(
              old.scheme(), old.serverSeed(), old.serverSeedHash(), old.clientSeed(), old.nonce()),
          CommitmentView.of(rotation.active()));
    }
  }

  /// An outcome with its payout.
  @Json
  public record DecisionView(long payout, @Json.Raw String result) {
    public static DecisionView of(Bet.Decision decision) {
      return of(decision.payout(), decision.outcome());
    }

    public static DecisionView of(long payout, String outcome) {
      return new DecisionView(payout, JsonWriter.raw(outcome));
    }
  }

  /// What playing a stored round again showed.
  @Json
  public record VerificationView(
      boolean matches,
      String ref,
      String serverSeedHash,
      DecisionView recomputed,
      DecisionView stored) {}

  /// What given seeds make of a given bet.
  @Json
  public record RecomputationView(String serverSeedHash, DecisionView recomputed) {}
}
