package dev.pitboss.server.history;

import dev.pitboss.games.crash.GameHash;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.BooksGame;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.published.BookArchive;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// Plays rounds again, by the rules they were played by, from their seeds. Thread-safe.
public final class Replay {
  private final Rounds rounds;
  private final GameCatalogue catalogue;

  public Replay(Rounds rounds, GameCatalogue catalogue) {
    this.rounds = rounds;
    this.catalogue = catalogue;
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
    Game game;
    try {
      game = catalogue.underRules(detail.round().game(), detail.rules());
      Optional<byte[]> _ = book(game, detail.round());
    } catch (IllegalStateException | BookArchive.DamagedException unreadable) {
      return new Verification.RulesUnavailable(String.valueOf(unreadable.getMessage()));
    }
    return verify(detail, game, detail.serverSeed().get());
  }

  /// The book that a round of a published game drew; empty of other rounds.
  ///
  /// @throws IllegalStateException when the game's content cannot be read
  /// @throws BookArchive.DamagedException when it is not the book that was imported
  public Optional<byte[]> book(Rounds.Detail detail) {
    return book(catalogue.underRules(detail.round().game(), detail.rules()), detail.round());
  }

  private static Optional<byte[]> book(Game game, Round round) {
    return game instanceof BooksGame books ? books.book(object(round.outcome())) : Optional.empty();
  }

  private static JsonObject object(String json) {
    return JsonObject.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Verification verify(Rounds.Detail detail, Game game, ServerSeed serverSeed) {
    Round round = detail.round();
    Bet wager = game.read(object(round.bet()));
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
