package dev.pitboss.server.history;

import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.play.Game;
import dev.pitboss.server.play.Games;
import dev.pitboss.server.play.Wager;
import dev.pitboss.server.wallet.Round;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// Plays rounds again, by the rules they were played by, from their seeds. Thread-safe.
public final class Replay {
  private final Rounds rounds;

  public Replay(Rounds rounds) {
    this.rounds = rounds;
  }

  /// Plays one of the player's rounds again and compares.
  public Verification verify(long playerId, UUID ref) {
    Optional<Rounds.Detail> found = rounds.find(playerId, ref);
    if (found.isEmpty()) {
      return new Verification.NoSuchRound();
    }
    Rounds.Detail detail = found.get();
    if (detail.serverSeed().isEmpty()) {
      return new Verification.SeedNotRevealed();
    }
    ServerSeed serverSeed = detail.serverSeed().get();
    Round round = detail.round();
    Wager.Decision again =
        decide(
            Games.underRules(round.game(), detail.rules()),
            JsonObject.parse(round.bet().getBytes(StandardCharsets.UTF_8)),
            serverSeed,
            round.draw());
    boolean proven =
        serverSeed.hash().hex().equals(round.draw().serverSeedHash())
            && again.outcome().equals(round.outcome())
            && again.payout() == round.payout();
    return proven
        ? new Verification.Proven(detail, again)
        : new Verification.Refuted(detail, again);
  }

  private static Wager.Decision decide(
      Game game, JsonObject bet, ServerSeed serverSeed, Round.DrawReference draw) {
    return game.read(bet)
        .rule()
        .apply(
            DrawScheme.of(draw.scheme())
                .orElseThrow()
                .draws(serverSeed, new ClientSeed(draw.clientSeed()), draw.nonce()));
  }
}
