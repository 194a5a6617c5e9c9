package dev.pitboss.server.api.provider;

import dev.pitboss.server.ledger.Balance;
import dev.pitboss.server.ledger.ExternalTransaction;
import dev.pitboss.server.seamlesswallet.inbound.Launches;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Response bodies of the wallet's routes. The contract's names have underscores.
public final class WalletViews {
  private static final String OK = "OK";

  private WalletViews() {}

  /// A token to be carried to a provider.
  @Json
  public record LaunchView(String token, Instant expiresAt) {}

  /// A player who was handed to a provider.
  @Json(naming = Json.Naming.LowerUnderscore)
  public record UserInfoView(
      String status,
      String player,
      String username,
      String currency,
      long balance,
      String session,
      String game,
      Instant expiresAt) {
    public static UserInfoView of(Launches.Handed handed, Balance balance) {
      return new UserInfoView(
          OK,
          Long.toString(handed.playerId()),
          handed.username(),
          balance.currency(),
          balance.balance(),
          handed.session().text(),
          handed.game(),
          handed.expiresAt());
    }
  }

  /// What a player has.
  @Json
  public record BalanceView(String status, String player, String currency, long balance) {
    public static BalanceView of(long player, Balance balance) {
      return new BalanceView(OK, Long.toString(player), balance.currency(), balance.balance());
    }
  }

  /// A transaction that took effect. Made from what is stored, so a repeated call gets the same
  /// bytes.
  @Json(naming = Json.Naming.LowerUnderscore)
  public record DoneView(
      String status, String transactionUuid, String player, String currency, long balance) {
    public static DoneView of(ExternalTransaction transaction, String currency) {
      return new DoneView(
          OK,
          transaction.call().transactionUuid().toString(),
          Long.toString(transaction.call().playerId()),
          currency,
          transaction.balanceAfter());
    }
  }

  /// A call that has no effect.
  @Json
  public record RefusedView(String status, @Nullable Long balance) {}

  /// A transaction in a list.
  ///
  /// @param id to go on after
  @Json(naming = Json.Naming.LowerUnderscore)
  public record TransactionLine(
      String id,
      String transactionUuid,
      String kind,
      String player,
      String round,
      String game,
      long stake,
      long payout,
      Instant at) {
    public static TransactionLine of(ExternalTransaction transaction) {
      ExternalTransaction.Call call = transaction.call();
      return new TransactionLine(
          call.id().toString(),
          call.transactionUuid().toString(),
          call.kind().id(),
          Long.toString(call.playerId()),
          call.round(),
          call.game(),
          transaction.stake(),
          transaction.payout(),
          transaction.at());
    }
  }

  /// A provider's transactions, oldest first.
  @Json
  public record TransactionsView(
      String status, String currency, List<TransactionLine> transactions) {
    public static TransactionsView of(List<ExternalTransaction> found, String currency) {
      return new TransactionsView(OK, currency, found.stream().map(TransactionLine::of).toList());
    }
  }
}
