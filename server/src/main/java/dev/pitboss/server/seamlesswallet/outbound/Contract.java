package dev.pitboss.server.seamlesswallet.outbound;

import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.seamlesswallet.outbound.WalletClient.Asked;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The contract's calls for a bet of ours, as `docs/shared-wallet.md` describes them.
public final class Contract {
  private Contract() {}

  /// A call about money.
  @io.avaje.jsonb.Json(naming = io.avaje.jsonb.Json.Naming.LowerUnderscore)
  public record Call(
      String transactionUuid,
      String player,
      @Nullable String session,
      @Nullable String referenceTransactionUuid,
      String round,
      String game,
      String currency,
      @Nullable Long amount,
      @Nullable Boolean roundClosed) {}

  /// A call about a player.
  @io.avaje.jsonb.Json
  public record OfPlayer(String player) {}

  /// A call about a player who is coming.
  @io.avaje.jsonb.Json
  public record OfToken(String token) {}

  static Asked bet(RemoteBet bet, RemoteWallet wallet) {
    return new Asked(
        bet.betUuid(),
        "bet",
        JsonWriter.text(
            new Call(
                bet.betUuid().toString(),
                bet.guest().player(),
                bet.guest().session(),
                null,
                bet.key().requestId().toString(),
                bet.game(),
                wallet.currency(),
                bet.stake(),
                null)));
  }

  static Asked win(RemoteBet bet, RemoteWallet wallet, long payout) {
    return new Asked(
        bet.winUuid(), "win", JsonWriter.text(after(bet, wallet, bet.winUuid(), payout, true)));
  }

  static Asked rollback(RemoteBet bet, RemoteWallet wallet) {
    return new Asked(
        bet.rollbackUuid(),
        "rollback",
        JsonWriter.text(after(bet, wallet, bet.rollbackUuid(), null, null)));
  }

  private static Call after(
      RemoteBet bet,
      RemoteWallet wallet,
      UUID transaction,
      @Nullable Long amount,
      @Nullable Boolean closed) {
    return new Call(
        transaction.toString(),
        bet.guest().player(),
        null,
        bet.betUuid().toString(),
        bet.key().requestId().toString(),
        bet.game(),
        wallet.currency(),
        amount,
        closed);
  }
}
