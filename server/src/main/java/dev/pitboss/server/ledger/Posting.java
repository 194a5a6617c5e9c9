package dev.pitboss.server.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The atomic effect of one request on a player's account: the entries that move the money, and the
/// rows that say why. Immutable.
public sealed interface Posting {
  /// The account it was decided at. It takes effect at this version only.
  PlayerAccount account();

  /// Names the intention: nothing takes effect twice under it.
  UUID requestId();

  /// The round whose entries these are. It is named by the request that began it.
  UUID ref();

  /// The movements of money, in order; none when an action costs nothing.
  List<Entry> entries();

  /// A round that was decided by the request that bet: its stake goes to the house, its payout
  /// comes from there.
  ///
  /// @param move kept when the game has rounds of several steps and this one ended with its first
  record Settled(PlayerAccount account, Round round, @Nullable Move move) implements Posting {
    @Override
    public UUID requestId() {
      return round.ref();
    }

    @Override
    public UUID ref() {
      return round.ref();
    }

    @Override
    public List<Entry> entries() {
      Entries entries = new Entries(account);
      return entries.settle(round).list();
    }
  }

  /// A round that was decided with another wallet's money: the stake comes from the operator that
  /// keeps that wallet, the payout goes there, and both pass through the player's account.
  ///
  /// @param remoteAccountId ours with that operator
  record PassThrough(PlayerAccount account, Round round, long remoteAccountId) implements Posting {
    @Override
    public UUID requestId() {
      return round.ref();
    }

    @Override
    public UUID ref() {
      return round.ref();
    }

    @Override
    public List<Entry> entries() {
      return new Entries(account).pass(round, remoteAccountId).list();
    }
  }

  /// A round that stays open: its stake goes to escrow.
  record Opened(PlayerAccount account, OpenRound round, Move move) implements Posting {
    @Override
    public UUID requestId() {
      return move.requestId();
    }

    @Override
    public UUID ref() {
      return round.ref();
    }

    @Override
    public List<Entry> entries() {
      return new Entries(account).hold(round.staked()).list();
    }
  }

  /// An open round that went on: what the action adds to its stakes goes to escrow too.
  ///
  /// @param round as it is afterwards
  /// @param added minor units, 0 for most actions
  record Continued(PlayerAccount account, OpenRound round, long added, Move move)
      implements Posting {
    @Override
    public UUID requestId() {
      return move.requestId();
    }

    @Override
    public UUID ref() {
      return round.ref();
    }

    @Override
    public List<Entry> entries() {
      return new Entries(account).hold(added).list();
    }
  }

  /// An open round that ended: its stakes come back from escrow, and from there on it is settled
  /// like any other. What the last action added never went to escrow.
  ///
  /// @param open as it was before
  /// @param move null when the rule ended it
  record Closed(
      PlayerAccount account, UUID requestId, OpenRound open, Round round, @Nullable Move move)
      implements Posting {
    @Override
    public UUID ref() {
      return round.ref();
    }

    @Override
    public List<Entry> entries() {
      return new Entries(account).release(open.staked()).settle(round).list();
    }
  }

  /// An open round that its player took back before it began: its stake comes back from escrow, and
  /// there is no round.
  record Cancelled(PlayerAccount account, OpenRound open, Move move) implements Posting {
    @Override
    public UUID requestId() {
      return move.requestId();
    }

    @Override
    public UUID ref() {
      return open.ref();
    }

    @Override
    public List<Entry> entries() {
      return new Entries(account).release(open.staked()).list();
    }
  }

  /// What a provider asked for: money between the player and the provider, no round of ours.
  ///
  /// @param providerAccountId the account of the provider's that it moves to and from
  /// @param forestalled the bet that was taken back before it came, and now never takes effect
  record External(
      PlayerAccount account,
      long providerAccountId,
      ExternalTransaction transaction,
      @Nullable ExternalTransaction forestalled)
      implements Posting {
    @Override
    public UUID requestId() {
      return transaction.call().id();
    }

    @Override
    public UUID ref() {
      return transaction.call().id();
    }

    @Override
    public List<Entry> entries() {
      return new Entries(account).external(providerAccountId, transaction).list();
    }
  }

  /// A posting that takes effect only while its guard stands: the row of `posting_guard` that a
  /// deposed owner has lost, or that ended with the time for it. Taking the row away waits for
  /// every posting under it that is on its way.
  ///
  /// @param posting not guarded itself
  record Guarded(Posting posting, long guardId) implements Posting {
    @Override
    public PlayerAccount account() {
      return posting.account();
    }

    @Override
    public UUID requestId() {
      return posting.requestId();
    }

    @Override
    public UUID ref() {
      return posting.ref();
    }

    @Override
    public List<Entry> entries() {
      return posting.entries();
    }
  }

  /// The account once this is posted.
  default PlayerAccount after() {
    List<Entry> entries = entries();
    int draws =
        switch (this) {
          case Settled _, PassThrough _ -> 1;
          case Opened opened -> opened.round().draw().isOfTable() ? 0 : 1;
          case Continued _, Closed _, Cancelled _, External _ -> 0;
          case Guarded guarded ->
              Math.toIntExact(guarded.posting().after().nonce() - account().nonce());
        };
    long balance = entries.isEmpty() ? account().balance() : entries.getLast().balanceAfter();
    return account().after(requestId(), balance, entries.size(), draws);
  }

  /// One movement between the player's account and another.
  ///
  /// @param seq its number in the player's account
  /// @param counterAccountId where it comes from, or goes to when negative
  /// @param amount minor units, not 0
  /// @param balanceAfter the player's cash after it, minor units
  record Entry(long seq, long counterAccountId, long amount, long balanceAfter, EntryKind kind) {}

  /// Writes entries one after the other.
  final class Entries {
    private final PlayerAccount account;
    private final List<Entry> entries = new ArrayList<>(3);
    private long balance;

    Entries(PlayerAccount account) {
      this.account = account;
      this.balance = account.balance();
    }

    Entries hold(long amount) {
      return move(EntryKind.HOLD, account.escrowId(), -amount);
    }

    Entries release(long amount) {
      return move(EntryKind.RELEASE, account.escrowId(), amount);
    }

    Entries settle(Round round) {
      return move(EntryKind.STAKE, account.houseId(), -round.stake())
          .move(EntryKind.PAYOUT, account.houseId(), round.payout());
    }

    Entries pass(Round round, long remoteAccountId) {
      return move(EntryKind.TRANSFER_IN, remoteAccountId, round.stake())
          .settle(round)
          .move(EntryKind.TRANSFER_OUT, remoteAccountId, -round.payout());
    }

    Entries external(long providerAccountId, ExternalTransaction transaction) {
      EntryKind given =
          transaction.call().kind() == ExternalTransaction.Kind.ROLLBACK
              ? EntryKind.EXTERNAL_ROLLBACK
              : EntryKind.EXTERNAL_PAYOUT;
      return move(EntryKind.EXTERNAL_STAKE, providerAccountId, -transaction.stake())
          .move(given, providerAccountId, transaction.payout());
    }

    List<Entry> list() {
      return List.copyOf(entries);
    }

    private Entries move(EntryKind kind, long counterAccountId, long amount) {
      if (amount != 0) {
        balance = Math.addExact(balance, amount);
        long seq = account.seq() + entries.size() + 1;
        entries.add(new Entry(seq, counterAccountId, amount, balance, kind));
      }
      return this;
    }
  }
}
