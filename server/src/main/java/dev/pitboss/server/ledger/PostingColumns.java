package dev.pitboss.server.ledger;

import dev.pitboss.server.database.UuidArray;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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
  private final List<Of<ExternalTransaction>> external = new ArrayList<>();

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
      case Posting.PassThrough passed -> rounds.add(new Of<>(ord, passed.round()));
      case Posting.Opened open -> {
        opened.add(new Of<>(ord, open.round()));
        keep(ord, open.move());
      }
      case Posting.Continued on -> {
        opened.add(new Of<>(ord, on.round()));
        keep(ord, on.move());
      }
      case Posting.Closed ended -> {
        closed.add(new Of<>(ord, ended.open()));
        rounds.add(new Of<>(ord, ended.round()));
        keep(ord, ended.move());
      }
      case Posting.Cancelled cancelled -> {
        closed.add(new Of<>(ord, cancelled.open()));
        keep(ord, cancelled.move());
      }
      case Posting.External other -> {
        external.add(new Of<>(ord, other.transaction()));
        ExternalTransaction forestalled = other.forestalled();
        if (forestalled != null) {
          external.add(new Of<>(ord, forestalled));
        }
      }
      case Posting.Guarded guarded -> add(ord, guarded.posting());
    }
  }

  private void keep(int ord, @Nullable Move move) {
    if (move != null) {
      moves.add(new Of<>(ord, move));
    }
  }

  /// Whether any of the postings is about a round of several steps.
  boolean haveSteps() {
    return !opened.isEmpty() || !closed.isEmpty() || !moves.isEmpty();
  }

  /// Whether any of the postings is a provider's.
  boolean haveExternal() {
    return !external.isEmpty();
  }

  /// The statement's parameters, in its order.
  @Nullable Object[] parameters(Instant now) {
    List<@Nullable Object> all = new ArrayList<>();
    all.add(longs(before, PlayerAccount::accountId));
    all.add(longs(before, PlayerAccount::playerId));
    all.add(longs(before, PlayerAccount::version));
    all.add(uuids(Posting::requestId));
    all.add(areNewest());
    all.add(uuids(Posting::ref));
    all.add(differences(PlayerAccount::balance));
    all.add(differences(PlayerAccount::seq));
    all.add(differences(PlayerAccount::nonce));
    all.add(longs(postings, PostingColumns::guard));

    all.add(ords(entries));
    all.add(column(entries, Posting.Entry::seq));
    all.add(column(entries, Posting.Entry::counterAccountId));
    all.add(column(entries, Posting.Entry::amount));
    all.add(column(entries, Posting.Entry::balanceAfter));
    all.add(textColumn(entries, it -> it.kind().id()));
    all.add(now);

    all.add(now);
    addRounds(all);
    if (haveSteps()) {
      all.add(now);
      addOpened(all);
      all.add(ords(closed));
      all.add(now);
      addMoves(all);
    }
    if (haveExternal()) {
      all.add(now);
      addExternal(all);
    }
    return all.toArray();
  }

  private void addRounds(List<@Nullable Object> all) {
    all.add(ords(rounds));
    all.add(textColumn(rounds, Round::game));
    all.add(column(rounds, Round::rulesId));
    all.add(column(rounds, Round::stake));
    all.add(column(rounds, Round::payout));
    all.add(textColumn(rounds, Round::bet));
    all.add(textColumn(rounds, Round::outcome));
    all.add(column(rounds, round -> round.draw().seedPairId()));
    all.add(column(rounds, round -> round.draw().nonce()));
  }

  private void addOpened(List<@Nullable Object> all) {
    all.add(ords(opened));
    all.add(textColumn(opened, OpenRound::game));
    all.add(column(opened, OpenRound::rulesId));
    all.add(column(opened, OpenRound::staked));
    all.add(textColumn(opened, OpenRound::bet));
    all.add(column(opened, OpenRound::version));
    all.add(column(opened, round -> round.draw().seedPairId()));
    all.add(column(opened, round -> round.draw().nonce()));
    all.add(textColumn(opened, OpenRound::endsAt));
  }

  private void addMoves(List<@Nullable Object> all) {
    all.add(ords(moves));
    all.add(column(moves, Move::version));
    all.add(textColumn(moves, Move::request));
    all.add(column(moves, Move::balanceAfter));
    all.add(textColumn(moves, Move::endsAt));
  }

  private void addExternal(List<@Nullable Object> all) {
    all.add(ords(external));
    all.add(textColumn(external, it -> it.call().id()));
    all.add(column(external, it -> it.call().providerId()));
    all.add(textColumn(external, it -> it.call().transactionUuid()));
    all.add(textColumn(external, it -> it.call().kind().id()));
    all.add(textColumn(external, it -> it.call().reference()));
    all.add(textColumn(external, it -> it.call().round()));
    all.add(textColumn(external, it -> it.call().game()));
    all.add(column(external, ExternalTransaction::stake));
    all.add(column(external, ExternalTransaction::payout));
    all.add(textColumn(external, it -> it.call().request()));
  }

  /// 0 where a posting has none.
  private static long guard(Posting posting) {
    return posting instanceof Posting.Guarded guarded ? guarded.guardId() : 0;
  }

  private static <T> long[] ords(List<Of<T>> rows) {
    return longs(rows, Of::ord);
  }

  private static <T> long[] column(List<Of<T>> rows, ToLongFunction<T> field) {
    return longs(rows, row -> field.applyAsLong(row.row()));
  }

  private static <T> @Nullable String[] textColumn(
      List<Of<T>> rows, Function<T, @Nullable Object> field) {
    @Nullable String[] column = new String[rows.size()];
    for (int i = 0; i < column.length; i++) {
      Object value = field.apply(rows.get(i).row());
      column[i] = value == null ? null : value.toString();
    }
    return column;
  }

  private UuidArray uuids(Function<Posting, UUID> field) {
    return new UuidArray(postings.stream().map(field).toArray(UUID[]::new));
  }

  private boolean[] areNewest() {
    boolean[] column = new boolean[postings.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = before.get(i).isOlderThan(postings.get(i).requestId());
    }
    return column;
  }

  private static <T> long[] longs(List<T> rows, ToLongFunction<T> field) {
    long[] longs = new long[rows.size()];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = field.applyAsLong(rows.get(i));
    }
    return longs;
  }

  private long[] differences(ToLongFunction<PlayerAccount> field) {
    long[] differences = new long[before.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = field.applyAsLong(after.get(i)) - field.applyAsLong(before.get(i));
    }
    return differences;
  }
}
