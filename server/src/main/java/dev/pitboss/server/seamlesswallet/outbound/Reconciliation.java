package dev.pitboss.server.seamlesswallet.outbound;

import dev.pitboss.server.seamlesswallet.outbound.WalletStatement.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Compares our record of bets at another wallet with that wallet's. Thread-safe.
public final class Reconciliation {
  /// Their three transactions each are read within a request's time; what follows is compared by
  /// going on from where this ended.
  static final int MAX_BETS = 2_000;

  /// What [#rows] are about.
  public static final List<String> COLUMNS =
      List.of(
          "finding",
          "player",
          "ref",
          "transaction",
          "stake",
          "payout",
          "ours",
          "theirs",
          "reason",
          "by",
          "since");

  private final RemoteWallets wallets;
  private final RemoteBets bets;
  private final WalletClient client;
  private final int maxBets;

  /// @param maxBets how many are compared at once
  Reconciliation(RemoteWallets wallets, RemoteBets bets, WalletClient client, int maxBets) {
    this.wallets = wallets;
    this.bets = bets;
    this.client = client;
    this.maxBets = maxBets;
  }

  /// Result of a comparison.
  public sealed interface Result {
    /// Both statements, compared.
    ///
    /// @param through until when, exclusive: the end that was asked for, or where to go on from
    /// @param compared how many bets of ours
    /// @param unresolved bets that have not ended, or that only people can end
    /// @param closedByHand bets closed by staff, independent of the wallet's book
    record Compared(
        Instant from,
        Instant through,
        int compared,
        List<Bet> unresolved,
        List<Bet> closedByHand,
        List<Difference> differences)
        implements Result {
      public Compared {
        unresolved = List.copyOf(unresolved);
        closedByHand = List.copyOf(closedByHand);
        differences = List.copyOf(differences);
      }

      /// Whether both statements say the same, and everything has ended.
      public boolean agrees() {
        return unresolved.isEmpty() && differences.isEmpty();
      }
    }

    /// The operator keeps no wallet of its own, or the key for it was revoked.
    record NoWallet() implements Result {}

    /// The wallet did not list its transactions, or not in time.
    record NotAnswered() implements Result {}
  }

  /// A bet that has not ended, that only people can end, or that people have ended.
  ///
  /// @param reason why it is disputed, or why it was closed
  /// @param by who closed it
  public record Bet(
      long playerId,
      UUID ref,
      String state,
      long stake,
      @Nullable Long payout,
      @Nullable String reason,
      @Nullable String by,
      Instant since) {
    private static Bet of(RemoteBet bet) {
      RemoteBet.End end = bet.end();
      return new Bet(
          bet.key().playerId(),
          bet.key().requestId(),
          bet.state().id(),
          bet.stake(),
          bet.payout(),
          end.closedBy() == null ? bet.reason() : end.closedWhy(),
          end.closedBy(),
          bet.beganAt());
    }
  }

  /// Something that is not in both statements, or not the same.
  ///
  /// @param transaction the wallet's name for it
  /// @param ref the round's, if it is a bet of ours
  /// @param what `only ours`, `only theirs`, `not the same`, `given back` or `not given back`
  public record Difference(
      String transaction, @Nullable UUID ref, String what, String ours, String theirs) {}

  /// Everything a comparison found, for a table.
  public static List<List<?>> rows(Result.Compared compared) {
    List<List<?>> rows = new ArrayList<>();
    compared
        .differences()
        .forEach(it ->
            rows.add(
                List.of(
                    it.what(),
                    "",
                    orNothing(it.ref()),
                    it.transaction(),
                    "",
                    "",
                    it.ours(),
                    it.theirs(),
                    "",
                    "",
                    "")));
    Stream.concat(compared.unresolved().stream(), compared.closedByHand().stream())
        .forEach(it ->
            rows.add(
                List.of(
                    it.by() == null ? it.state() : "closed by hand",
                    it.playerId(),
                    it.ref(),
                    "",
                    it.stake(),
                    orNothing(it.payout()),
                    "",
                    "",
                    orNothing(it.reason()),
                    orNothing(it.by()),
                    it.since())));
    return rows;
  }

  private static Object orNothing(@Nullable Object value) {
    return value == null ? "" : value;
  }

  /// Compares an operator's bets that began in that time.
  ///
  /// @param to exclusive
  public Result compare(int operatorId, Instant from, Instant to) {
    Optional<RemoteWallet> wallet = wallets.of(operatorId);
    if (wallet.isEmpty()) {
      return new Result.NoWallet();
    }
    List<RemoteBet> ours = bets.between(operatorId, from, to, maxBets + 1);
    boolean whole = ours.size() <= maxBets;
    Instant through = whole ? to : ours.getLast().beganAt();
    List<RemoteBet> compared =
        ours.stream().filter(bet -> bet.beganAt().isBefore(through)).toList();
    Optional<WalletStatement> theirs =
        WalletStatement.read(client, wallet.get(), from, lastEnd(compared, through));
    if (theirs.isEmpty()) {
      return new Result.NotAnswered();
    }
    Comparison comparison = new Comparison(theirs.get().lines());
    compared.forEach(comparison::add);
    List<Line> strange =
        comparison.unexplained.values().stream()
            .filter(line -> !line.at().isBefore(from) && line.at().isBefore(through))
            .filter(Line::movesMoney)
            .toList();
    comparison.differences.addAll(onlyTheirs(operatorId, strange));
    return new Result.Compared(
        from,
        through,
        compared.size(),
        comparison.unresolved,
        comparison.closedByHand,
        comparison.differences);
  }

  /// Until when the wallet may have written something about these bets.
  private static Instant lastEnd(List<RemoteBet> compared, Instant through) {
    return compared.stream()
        .map(bet -> bet.end().at())
        .filter(Objects::nonNull)
        .reduce(through, (last, end) -> end.isAfter(last) ? end : last);
  }

  /// What of these is about no bet of ours, whenever it began.
  private List<Difference> onlyTheirs(int operatorId, List<Line> strange) {
    List<Line> ofRounds = strange.stream().filter(line -> ref(line).isPresent()).toList();
    Set<String> ours = new HashSet<>();
    bets.of(
            operatorId,
            ofRounds.stream().map(Line::player).toArray(String[]::new),
            ofRounds.stream().map(line -> ref(line).orElseThrow()).toArray(UUID[]::new))
        .forEach(bet -> ours.addAll(transactions(bet)));
    return strange.stream()
        .filter(line -> !ours.contains(line.transaction()))
        .map(line ->
            new Difference(
                line.transaction(),
                null,
                "only theirs",
                "",
                line.says() + ", player " + line.player()))
        .toList();
  }

  private static Optional<UUID> ref(Line line) {
    try {
      return Optional.of(UUID.fromString(line.round()));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // no round of ours is named so
    }
  }

  private static List<String> transactions(RemoteBet bet) {
    return List.of(
        bet.betUuid().toString(), bet.winUuid().toString(), bet.rollbackUuid().toString());
  }

  /// Both statements, bet by bet.
  private static final class Comparison {
    private final Map<String, Line> theirs;
    private final Map<String, Line> unexplained;
    private final List<Bet> unresolved = new ArrayList<>();
    private final List<Bet> closedByHand = new ArrayList<>();
    private final List<Difference> differences = new ArrayList<>();

    Comparison(Map<String, Line> theirs) {
      this.theirs = theirs;
      this.unexplained = new LinkedHashMap<>(theirs);
    }

    void add(RemoteBet bet) {
      transactions(bet).forEach(unexplained::remove);
      if (bet.end().closedBy() != null) {
        closedByHand.add(Bet.of(bet));
        return;
      }
      switch (bet.state()) {
        case INTENDED, DECIDED, TAKING_BACK, DISPUTED -> unresolved.add(Bet.of(bet));
        case SETTLED -> settled(bet);
        case TAKEN_BACK, REFUSED -> undone(bet);
      }
    }

    private void settled(RemoteBet bet) {
      Long payout = bet.payout();
      expect(bet, bet.betUuid(), Line.says("bet", bet.stake(), 0));
      expect(bet, bet.winUuid(), Line.says("win", 0, payout == null ? 0 : payout));
      Line back = theirs.get(bet.rollbackUuid().toString());
      if (back != null && back.payout() != 0) {
        differ(bet, bet.rollbackUuid(), "given back", "", back.says());
      }
    }

    private void undone(RemoteBet bet) {
      Line stake = theirs.get(bet.betUuid().toString());
      Line win = theirs.get(bet.winUuid().toString());
      Line back = theirs.get(bet.rollbackUuid().toString());
      long kept = (stake == null ? 0 : stake.stake()) - (back == null ? 0 : back.payout());
      if (kept != 0 || (win != null && win.payout() != 0)) {
        differ(bet, bet.betUuid(), "not given back", bet.state().id(), "keeps " + kept);
      }
    }

    private void expect(RemoteBet bet, UUID transaction, String ours) {
      Line line = theirs.get(transaction.toString());
      if (line == null) {
        differ(bet, transaction, "only ours", ours, "");
      } else if (!ours.equals(line.says())) {
        differ(bet, transaction, "not the same", ours, line.says());
      }
    }

    private void differ(RemoteBet bet, UUID transaction, String what, String ours, String theirs) {
      differences.add(
          new Difference(transaction.toString(), bet.key().requestId(), what, ours, theirs));
    }
  }
}
