package dev.pitboss.server.refills;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.ledger.PlayerAccount;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.operators.RefillTerms;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.restrictions.PlayerRestrictionsReader;
import dev.pitboss.server.restrictions.Restriction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives registered players of an operator in play chips chips again when they have lost theirs: an
/// entry of kind `refill` from the operator's funding, by the operator's [RefillTerms]. A refill is
/// decided and posted while the player's account is locked, so of many requests at once one is
/// done. Never money: terms that would give it are refused, by the database too. Thread-safe.
public final class Refills {
  private final Database database;
  private final Wallet wallet;
  private final Operators operators;
  private final InstantSource clock;

  public Refills(Database database, Wallet wallet, Operators operators, InstantSource clock) {
    this.database = database;
    this.wallet = wallet;
    this.operators = operators;
    this.clock = clock;
  }

  /// The result of a request.
  public sealed interface Result {
    /// It was posted.
    ///
    /// @param balance after it, minor units
    /// @param nextAt when the next is possible
    record Refilled(long amount, long balance, Instant nextAt) implements Result {}

    /// Nothing was posted.
    sealed interface Refusal extends Result {}

    /// The operator gives none.
    record NotOffered() implements Refusal {}

    /// The player is a guest, who can begin anew instead.
    record NotRegistered() implements Refusal {}

    /// The player has excluded themselves, or takes a break.
    record Restricted(Restriction barrier) implements Refusal {}

    /// A stake can still win.
    record RoundOpen() implements Refusal {}

    /// The player has not lost their chips.
    ///
    /// @param balance minor units
    /// @param below what it must be below
    record BalanceLeft(long balance, long below) implements Refusal {}

    /// The last one was given too short a time ago.
    record TooEarly(Instant nextAt) implements Refusal {}
  }

  /// What a player can have.
  ///
  /// @param refusal why a refill is refused now; empty when it is available
  public record Offer(RefillTerms terms, Optional<Result.Refusal> refusal) {}

  /// Looks up what a player can have now.
  public Offer offer(Player player) {
    RefillTerms terms = terms(player);
    Instant now = now();
    return new Offer(
        terms, database.read(connection -> refusal(connection, player, terms, Lock.NONE, now)));
  }

  /// Gives the player chips, if the terms allow it now.
  public Result refill(Player player) {
    RefillTerms terms = terms(player);
    Instant now = now();
    return database.inTransaction(connection -> {
      PlayerAccount account = wallet.lock(connection, player.playerId());
      Optional<Result.Refusal> refusal = refusal(connection, player, terms, Lock.PLAYER, now);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      wallet.refill(connection, account, terms.amount(), now);
      Sql.update(
          connection,
          "UPDATE player SET refilled_at = ? WHERE player_id = ?",
          now,
          player.playerId());
      return new Result.Refilled(
          terms.amount(), Math.addExact(account.balance(), terms.amount()), next(now, terms));
    });
  }

  /// Which rows stay as they are until the transaction ends.
  private enum Lock {
    NONE(""),
    PLAYER(" FOR NO KEY UPDATE OF p");

    private final String clause;

    Lock(String clause) {
      this.clause = clause;
    }
  }

  private record State(
      boolean isGuest, @Nullable Instant refilledAt, long balance, boolean hasOpenRound) {}

  private static Optional<Result.Refusal> refusal(
      Connection connection, Player player, RefillTerms terms, Lock lock, Instant now)
      throws SQLException {
    if (!terms.isOffered()) {
      return Optional.of(new Result.NotOffered());
    }
    State state = state(connection, player.playerId(), lock);
    if (state.isGuest()) {
      return Optional.of(new Result.NotRegistered());
    }
    Optional<Restriction> barrier =
        PlayerRestrictionsReader.exclusionsOf(connection, player.playerId()).at(now);
    if (barrier.isPresent()) {
      return Optional.of(new Result.Restricted(barrier.get()));
    }
    if (state.hasOpenRound()) {
      return Optional.of(new Result.RoundOpen());
    }
    if (state.balance() >= terms.below()) {
      return Optional.of(new Result.BalanceLeft(state.balance(), terms.below()));
    }
    Instant last = state.refilledAt();
    return last != null && next(last, terms).isAfter(now)
        ? Optional.of(new Result.TooEarly(next(last, terms)))
        : Optional.empty();
  }

  private static State state(Connection connection, long playerId, Lock lock) throws SQLException {
    return Sql.one(
        connection,
        """
        SELECT p.guest, p.refilled_at, a.balance,
               EXISTS (SELECT FROM open_round o WHERE o.player_id = p.player_id) AS has_open_round
          FROM player p JOIN account a ON a.player_id = p.player_id AND a.kind = 'player'
         WHERE p.player_id = ?
        """
            + lock.clause,
        row ->
            new State(
                row.getBoolean("guest"),
                row.getObject("refilled_at") == null ? null : Sql.instant(row, "refilled_at"),
                row.getLong("balance"),
                row.getBoolean("has_open_round")),
        playerId);
  }

  private static Instant next(Instant last, RefillTerms terms) {
    return last.plus(Duration.ofMinutes(terms.minutes()));
  }

  private RefillTerms terms(Player player) {
    return operators.byId(player.operatorId()).refill();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
