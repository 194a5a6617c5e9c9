package dev.pitboss.server.settlement;

import dev.pitboss.games.Draws;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.ledger.OpenRound;
import dev.pitboss.server.ledger.PlayerAccount;
import dev.pitboss.server.ledger.Posting;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.restrictions.PlayEntry;
import dev.pitboss.server.restrictions.PlayerRestrictions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Immutable snapshot of a player's account, open rounds, seed pair and restrictions at one account
/// version. Never shown: it holds the unrevealed seed.
///
/// @param openRounds at most one for each game, and of a live table's one for each of its rounds
/// @param restrictions what responsible play asks for
public record PlayerState(
    PlayerAccount account,
    SeedPairs.InUse seeds,
    List<OpenRound> openRounds,
    PlayerRestrictions restrictions) {
  public PlayerState {
    openRounds = List.copyOf(openRounds);
  }

  public long playerId() {
    return account.playerId();
  }

  /// Cash, minor units.
  public long balance() {
    return account.balance();
  }

  /// Which draws the next round is given.
  public Round.DrawReference nextDraw() {
    return seeds.reference(account.nonce());
  }

  /// The draws of a round that is open or begins now. All of them are under the pair in use, which
  /// is not rotated while a round is open.
  public Draws draws(Round.DrawReference draw) {
    if (draw.seedPairId() != seeds.seedPairId()) {
      throw new IllegalStateException("an open round outlived its seed pair " + draw.seedPairId());
    }
    return seeds.draws(draw.nonce());
  }

  /// The open round of the game.
  public Optional<OpenRound> open(String game) {
    return openRounds.stream().filter(round -> round.game().equals(game)).findFirst();
  }

  /// The open round of the game that has that ref.
  public Optional<OpenRound> open(String game, UUID ref) {
    return openRounds.stream()
        .filter(round -> round.game().equals(game) && round.ref().equals(ref))
        .findFirst();
  }

  /// The open round that was given those draws, of a live table's.
  public Optional<OpenRound> open(Round.DrawReference draw) {
    return openRounds.stream().filter(round -> round.draw().equals(draw)).findFirst();
  }

  /// What keeps the player from beginning a round with that stake, besides the balance.
  public Optional<Settlement.Refusal> barrier(String game, long stake, Instant now) {
    return barrier(new PlayerRestrictions.Stake(game, stake, true), now);
  }

  /// What keeps the player from adding to the stakes of an open round, besides the balance. What
  /// adds nothing is always allowed.
  public Optional<Settlement.Refusal> barrierToAdd(String game, long stake, Instant now) {
    return stake == 0
        ? Optional.empty()
        : barrier(new PlayerRestrictions.Stake(game, stake, false), now);
  }

  private Optional<Settlement.Refusal> barrier(PlayerRestrictions.Stake stake, Instant now) {
    return restrictions.barrier(stake, now).map(Settlement.Barred::new);
  }

  /// The state once this is posted.
  PlayerState after(Posting posting, Instant now) {
    return new PlayerState(posting.after(), seeds, openAfter(posting), standingAfter(posting, now));
  }

  private PlayerRestrictions standingAfter(Posting posting, Instant now) {
    if (restrictions.bare()) {
      return restrictions;
    }
    List<PlayEntry> movements =
        posting.entries().stream()
            .map(entry -> new PlayEntry(entry.kind(), entry.amount(), posting.ref(), now))
            .toList();
    return restrictions.after(movements, begun(posting), now);
  }

  /// The game of which a posting begins a round.
  private static Optional<String> begun(Posting posting) {
    return switch (posting) {
      case Posting.Settled settled -> Optional.of(settled.round().game());
      case Posting.PassThrough passed -> Optional.of(passed.round().game());
      case Posting.Opened opened -> Optional.of(opened.round().game());
      case Posting.Continued _, Posting.Closed _, Posting.Cancelled _, Posting.External _ ->
          Optional.empty();
      case Posting.Guarded guarded -> begun(guarded.posting());
    };
  }

  private List<OpenRound> openAfter(Posting posting) {
    return switch (posting) {
      case Posting.Settled _, Posting.PassThrough _, Posting.External _ -> openRounds;
      case Posting.Opened(_, OpenRound round, _) -> with(round);
      case Posting.Continued(_, OpenRound round, _, _) -> with(round);
      case Posting.Closed(_, _, OpenRound ended, _, _) -> without(ended.ref()).toList();
      case Posting.Cancelled(_, OpenRound cancelled, _) -> without(cancelled.ref()).toList();
      case Posting.Guarded(Posting guarded, _) -> openAfter(guarded);
    };
  }

  private List<OpenRound> with(OpenRound round) {
    return Stream.concat(without(round.ref()), Stream.of(round)).toList();
  }

  private Stream<OpenRound> without(UUID ref) {
    return openRounds.stream().filter(round -> !round.ref().equals(ref));
  }
}
