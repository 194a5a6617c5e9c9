package dev.pitboss.server.sharedwallet.outbound;

import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Compares our record of bets at another wallet with that wallet's. Thread-safe.
public final class Reconciliation {
  /// More are compared by asking again from a later moment.
  static final int MAX_BETS = 20_000;

  private static final int PAGE = 500;
  private static final int MAX_LISTED = 500;
  private static final String NONE = new UUID(0, 0).toString();

  /// A wallet's clock may be behind ours by so much; what it has from before is not held against
  /// it.
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final RemoteWallets wallets;
  private final RemoteBets bets;
  private final WalletClient client;

  Reconciliation(RemoteWallets wallets, RemoteBets bets, WalletClient client) {
    this.wallets = wallets;
    this.bets = bets;
    this.client = client;
  }

  /// What a comparison came to.
  public sealed interface Result {
    /// Both books, compared.
    ///
    /// @param compared how many bets of ours
    /// @param whole whether those are all there are since then
    record Compared(
        int compared, boolean whole, List<Unresolved> unresolved, List<Difference> differences)
        implements Result {}

    /// The operator keeps no wallet of its own.
    record NoWallet() implements Result {}

    /// The wallet did not list its transactions.
    record NotAnswered() implements Result {}
  }

  /// A bet that has not ended, or that only people can end.
  public record Unresolved(
      long playerId, UUID ref, String state, long stake, Optional<String> reason, Instant since) {}

  /// Something that is not in both books, or not the same.
  ///
  /// @param transaction the wallet's name for it
  public record Difference(String transaction, String what, String ours, String theirs) {}

  private record Movement(String kind, long stake, long payout) {
    @Override
    public String toString() {
      return kind + ", stake " + stake + ", payout " + payout;
    }
  }

  /// Compares an operator's bets since a moment.
  public Result compare(int operatorId, Instant from) {
    Optional<RemoteWallet> wallet = wallets.of(operatorId);
    if (wallet.isEmpty()) {
      return new Result.NoWallet();
    }
    List<RemoteBet> ours = bets.since(operatorId, from, MAX_BETS + 1);
    boolean whole = ours.size() <= MAX_BETS;
    if (!whole) {
      ours = ours.subList(0, MAX_BETS);
    }
    Map<String, Movement> theirs = new HashMap<>();
    try {
      if (!fetch(wallet.get(), from.minus(MARGIN), theirs)) {
        return new Result.NotAnswered();
      }
    } catch (InvalidInput _) {
      return new Result.NotAnswered(); // a list that cannot be read is none
    }
    List<Unresolved> unresolved = new ArrayList<>();
    List<Difference> differences = new ArrayList<>();
    Map<String, Movement> unexplained = new HashMap<>(theirs);
    for (RemoteBet bet : ours) {
      unexplained.remove(bet.betUuid().toString());
      unexplained.remove(bet.winUuid().toString());
      unexplained.remove(bet.rollbackUuid().toString());
      switch (bet.state()) {
        case INTENDED, DECIDED, TAKING_BACK, DISPUTED -> unresolved.add(unresolved(bet));
        case SETTLED, TAKEN_BACK, REFUSED -> compare(bet, theirs, differences);
      }
    }
    if (whole) {
      unexplained.forEach((transaction, movement) -> {
        if (movement.stake() != 0 || movement.payout() != 0) {
          differences.add(new Difference(transaction, "only theirs", "", movement.toString()));
        }
      });
    }
    return new Result.Compared(ours.size(), whole, first(unresolved), first(differences));
  }

  private static void compare(
      RemoteBet bet, Map<String, Movement> theirs, List<Difference> differences) {
    Movement stake = theirs.get(bet.betUuid().toString());
    Movement win = theirs.get(bet.winUuid().toString());
    Movement back = theirs.get(bet.rollbackUuid().toString());
    switch (bet.state()) {
      case SETTLED -> {
        Long payout = bet.payout();
        expect(bet.betUuid(), new Movement("bet", bet.stake(), 0), stake, differences);
        expect(
            bet.winUuid(), new Movement("win", 0, payout == null ? 0 : payout), win, differences);
        if (back != null && back.payout() != 0) {
          differences.add(
              new Difference(bet.rollbackUuid().toString(), "given back", "", back.toString()));
        }
      }
      case TAKEN_BACK, REFUSED -> {
        long kept = (stake == null ? 0 : stake.stake()) - (back == null ? 0 : back.payout());
        if (kept != 0 || (win != null && win.payout() != 0)) {
          differences.add(
              new Difference(
                  bet.betUuid().toString(), "not given back", bet.state().id(), "keeps " + kept));
        }
      }
      case INTENDED, DECIDED, TAKING_BACK, DISPUTED ->
          throw new IllegalArgumentException("not ended: " + bet.key());
    }
  }

  private static void expect(
      UUID transaction,
      Movement ours,
      @org.jspecify.annotations.Nullable Movement theirs,
      List<Difference> differences) {
    if (!ours.equals(theirs)) {
      differences.add(
          new Difference(
              transaction.toString(),
              theirs == null ? "only ours" : "not the same",
              ours.toString(),
              theirs == null ? "" : theirs.toString()));
    }
  }

  /// All of the wallet's transactions since then; false when it does not list them.
  private boolean fetch(RemoteWallet wallet, Instant from, Map<String, Movement> into) {
    String at = from.toString();
    String after = NONE;
    // each of our bets has at most three transactions there
    for (int page = 0; page <= 3 * MAX_BETS / PAGE; page++) {
      String path = "transactions?from=" + at + "&after=" + after + "&limit=" + PAGE;
      Optional<JsonObject> answer = client.query(wallet, "GET", path, "");
      if (answer.isEmpty()) {
        return false;
      }
      List<JsonObject> lines = answer.get().objects("transactions", PAGE);
      for (JsonObject line : lines) {
        at = line.requiredText("at");
        after = line.requiredText("id");
        into.put(
            line.requiredText("transaction_uuid"),
            new Movement(
                line.requiredText("kind"),
                line.requiredLong("stake"),
                line.requiredLong("payout")));
      }
      if (lines.size() < PAGE) {
        return true;
      }
    }
    return true;
  }

  private static Unresolved unresolved(RemoteBet bet) {
    return new Unresolved(
        bet.key().playerId(),
        bet.key().requestId(),
        bet.state().id(),
        bet.stake(),
        Optional.ofNullable(bet.reason()),
        bet.beganAt());
  }

  private static <T> List<T> first(List<T> all) {
    return List.copyOf(all.subList(0, Math.min(all.size(), MAX_LISTED)));
  }
}
