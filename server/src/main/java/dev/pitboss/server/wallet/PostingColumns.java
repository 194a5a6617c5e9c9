package dev.pitboss.server.wallet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Postings turned into the arrays of the one statement that posts them: a column for each field,
/// with `ord` saying which posting a row belongs to, from 1.
final class PostingColumns {
  private record Of<T>(int ord, T row) {}

  private final List<? extends Posting> postings;
  private final List<PlayerAccount> before;
  private final List<PlayerAccount> after;
  private final List<Of<Posting.Entry>> entries = new ArrayList<>();
  private final List<Of<Round>> rounds = new ArrayList<>();
  private final List<Of<OpenRound>> opened = new ArrayList<>();
  private final List<Of<OpenRound>> closed = new ArrayList<>();
  private final List<Of<Move>> moves = new ArrayList<>();

  PostingColumns(List<? extends Posting> postings) {
    this.postings = postings;
    before = postings.stream().map(Posting::account).toList();
    after = postings.stream().map(Posting::after).toList();
    for (int i = 0; i < postings.size(); i++) {
      int ord = i + 1;
      Posting posting = postings.get(i);
      posting.entries().forEach(entry -> entries.add(new Of<>(ord, entry)));
      add(ord, posting);
    }
  }

  private void add(int ord, Posting posting) {
    switch (posting) {
      case Posting.Settled settled -> {
        rounds.add(new Of<>(ord, settled.round()));
        keep(ord, settled.move());
      }
      case Posting.Opened open -> {
        opened.add(new Of<>(ord, open.round()));
        keep(ord, open.move());
      }
      case Posting.WentOn on -> {
        opened.add(new Of<>(ord, on.round()));
        keep(ord, on.move());
      }
      case Posting.Ended ended -> {
        closed.add(new Of<>(ord, ended.open()));
        rounds.add(new Of<>(ord, ended.round()));
        keep(ord, ended.move());
      }
      case Posting.Cancelled cancelled -> {
        closed.add(new Of<>(ord, cancelled.open()));
        keep(ord, cancelled.move());
      }
      case Posting.Guarded guarded -> add(ord, guarded.posting());
    }
  }

  private void keep(int ord, @Nullable Move move) {
    if (move != null) {
      moves.add(new Of<>(ord, move));
    }
  }

  /// The statement's parameters, in its order.
  @Nullable Object[] parameters(Instant now) {
    List<@Nullable Object> all = new ArrayList<>();
    all.add(before.stream().mapToLong(PlayerAccount::accountId).toArray());
    all.add(before.stream().mapToLong(PlayerAccount::playerId).toArray());
    all.add(before.stream().mapToLong(PlayerAccount::version).toArray());
    all.add(texts(postings, Posting::requestId));
    all.add(differences(PlayerAccount::balance));
    all.add(differences(PlayerAccount::seq));
    all.add(differences(PlayerAccount::nonce));
    all.add(postings.stream().mapToLong(PostingColumns::guard).toArray());

    all.add(ords(entries));
    all.add(longs(entries, Posting.Entry::seq));
    all.add(longs(entries, Posting.Entry::counterAccountId));
    all.add(longs(entries, Posting.Entry::amount));
    all.add(longs(entries, Posting.Entry::balanceAfter));
    all.add(column(entries, Posting.Entry::kind));
    all.add(
        entries.stream()
            .map(entry -> postings.get(entry.ord() - 1).ref().toString())
            .toArray(String[]::new));
    all.add(now);

    all.add(now);
    addRounds(all);
    all.add(now);
    addOpened(all);
    all.add(ords(closed));
    all.add(column(closed, OpenRound::ref));
    all.add(now);
    addMoves(all);
    return all.toArray();
  }

  private void addRounds(List<@Nullable Object> all) {
    all.add(ords(rounds));
    all.add(column(rounds, Round::ref));
    all.add(column(rounds, Round::requestId));
    all.add(column(rounds, Round::game));
    all.add(longs(rounds, Round::rulesId));
    all.add(longs(rounds, Round::stake));
    all.add(longs(rounds, Round::payout));
    all.add(column(rounds, Round::bet));
    all.add(column(rounds, Round::outcome));
    all.add(longs(rounds, round -> round.draw().seedPairId()));
    all.add(longs(rounds, round -> round.draw().nonce()));
    all.add(rounds.stream().mapToLong(round -> after.get(round.ord() - 1).seq()).toArray());
    all.add(longs(rounds, Round::balanceAfter));
  }

  private void addOpened(List<@Nullable Object> all) {
    all.add(ords(opened));
    all.add(column(opened, OpenRound::ref));
    all.add(column(opened, OpenRound::requestId));
    all.add(column(opened, OpenRound::game));
    all.add(longs(opened, OpenRound::rulesId));
    all.add(longs(opened, OpenRound::staked));
    all.add(column(opened, OpenRound::bet));
    all.add(longs(opened, OpenRound::version));
    all.add(longs(opened, round -> round.draw().seedPairId()));
    all.add(longs(opened, round -> round.draw().nonce()));
    all.add(column(opened, OpenRound::endsAt));
  }

  private void addMoves(List<@Nullable Object> all) {
    all.add(ords(moves));
    all.add(column(moves, Move::requestId));
    all.add(column(moves, Move::ref));
    all.add(longs(moves, Move::version));
    all.add(column(moves, Move::request));
    all.add(longs(moves, Move::balanceAfter));
    all.add(column(moves, Move::endsAt));
  }

  /// 0 where a posting has none.
  private static long guard(Posting posting) {
    return posting instanceof Posting.Guarded guarded ? guarded.guardId() : 0;
  }

  private static <T> long[] ords(List<Of<T>> rows) {
    return rows.stream().mapToLong(Of::ord).toArray();
  }

  private static <T> long[] longs(List<Of<T>> rows, ToLongFunction<T> field) {
    return rows.stream().mapToLong(row -> field.applyAsLong(row.row())).toArray();
  }

  private static <T> @Nullable String[] column(
      List<Of<T>> rows, Function<T, @Nullable Object> field) {
    @Nullable String[] column = new String[rows.size()];
    for (int i = 0; i < column.length; i++) {
      Object value = field.apply(rows.get(i).row());
      column[i] = value == null ? null : value.toString();
    }
    return column;
  }

  private static <T> String[] texts(List<? extends T> rows, Function<T, Object> field) {
    return rows.stream().map(row -> field.apply(row).toString()).toArray(String[]::new);
  }

  private long[] differences(ToLongFunction<PlayerAccount> field) {
    long[] differences = new long[before.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = field.applyAsLong(after.get(i)) - field.applyAsLong(before.get(i));
    }
    return differences;
  }
}
