package dev.pitboss.server.history;

import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.json.JsonObject;
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
    Evidence evidence =
        new Evidence(
            Games.underRules(round.game(), detail.rules())
                .read(JsonObject.parse(round.bet().getBytes(StandardCharsets.UTF_8))),
            DrawScheme.of(round.draw().scheme()).orElseThrow(),
            serverSeed,
            new ClientSeed(round.draw().clientSeed()),
            round.draw().nonce());
    Wager.Decision again = evidence.decide();
    boolean proven =
        serverSeed.hash().hex().equals(round.draw().serverSeedHash())
            && again.outcome().equals(round.outcome())
            && again.stake() == round.stake()
            && again.payout() == round.payout();
    return proven
        ? new Verification.Proven(detail, again)
        : new Verification.Refuted(detail, again);
  }
}
