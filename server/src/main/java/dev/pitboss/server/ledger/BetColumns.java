package dev.pitboss.server.ledger;

import dev.pitboss.server.database.UuidArray;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Bets turned into the arrays of the one statement that settles them: a column for each field.
final class BetColumns {
  private final List<Posting.Settled> bets;

  /// @param bets whole rounds
  BetColumns(List<? extends Posting> bets) {
    this.bets = bets.stream().map(Posting.Settled.class::cast).toList();
  }

  /// The statement's parameters, in its order.
  @Nullable Object[] parameters(Instant now) {
    return new @Nullable Object[] {
      account(PlayerAccount::accountId),
      account(PlayerAccount::playerId),
      account(PlayerAccount::version),
      account(PlayerAccount::houseId),
      new UuidArray(bets.stream().map(Posting.Settled::requestId).toArray(UUID[]::new)),
      areNewest(),
      ints(Round::rulesId),
      longs(Round::stake),
      longs(Round::payout),
      account(PlayerAccount::seq),
      longs(round -> round.draw().seedPairId()),
      longs(round -> round.draw().nonce()),
      details(),
      now
    };
  }

  private long[] account(ToLongFunction<PlayerAccount> field) {
    long[] column = new long[bets.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = field.applyAsLong(bets.get(i).account());
    }
    return column;
  }

  private boolean[] areNewest() {
    boolean[] column = new boolean[bets.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = bets.get(i).account().isOlderThan(bets.get(i).requestId());
    }
    return column;
  }

  private long[] longs(ToLongFunction<Round> field) {
    long[] column = new long[bets.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = field.applyAsLong(bets.get(i).round());
    }
    return column;
  }

  private int[] ints(ToIntFunction<Round> field) {
    int[] column = new int[bets.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = field.applyAsInt(bets.get(i).round());
    }
    return column;
  }

  private byte[][] details() {
    byte[][] column = new byte[bets.size()][];
    for (int i = 0; i < column.length; i++) {
      Round round = bets.get(i).round();
      column[i] = new BetDetail(round.bet(), round.outcome()).bytes();
    }
    return column;
  }
}
