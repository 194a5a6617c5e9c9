package dev.pitboss.server.history;

import dev.pitboss.games.crash.GameHash;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.Round;
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
    Bet wager =
        Games.underRules(round.game(), detail.rules())
            .read(JsonObject.parse(round.bet().getBytes(StandardCharsets.UTF_8)));
    Bet.Decision again;
    boolean committed;
    if (round.draw().isOfTable()) {
      ChainEvidence evidence =
          new ChainEvidence(
              wager,
              GameHash.of(serverSeed.text()),
              round.draw().clientSeed(),
              round.draw().nonce());
      again = evidence.decide();
      committed = evidence.isCommittedBy(round.draw().serverSeedHash());
    } else {
      again =
          new Evidence(
                  wager,
                  DrawScheme.of(round.draw().scheme()).orElseThrow(),
                  serverSeed,
                  new ClientSeed(round.draw().clientSeed()),
                  round.draw().nonce())
              .decide();
      committed = serverSeed.hash().hex().equals(round.draw().serverSeedHash());
    }
    boolean proven =
        committed
            && again.outcome().equals(round.outcome())
            && again.stake() == round.stake()
            && again.payout() == round.payout();
    return proven
        ? new Verification.Proven(detail, again)
        : new Verification.Refuted(detail, again);
  }
}
