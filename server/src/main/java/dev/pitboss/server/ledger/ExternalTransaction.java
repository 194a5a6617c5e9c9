package dev.pitboss.server.ledger;

import dev.pitboss.server.hashing.Sha256;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A provider's transaction and its result, as stored: immutable, and enough to answer the same
/// call again.
///
/// @param stake minor units that went from the player to the provider, at least 0
/// @param payout minor units that went from the provider to the player, at least 0
/// @param balanceAfter player's cash right after it, minor units
public record ExternalTransaction(
    Call call, long stake, long payout, long balanceAfter, Instant at) {

  /// What a transaction is.
  public enum Kind {
    BET,
    WIN,
    BET_AND_WIN,
    ROLLBACK,
    /// A bet that was rolled back before it came, and so never takes effect.
    VOID;

    /// As the database names it.
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String id) {
      return valueOf(id.toUpperCase(Locale.ROOT));
    }
  }

  /// A provider's call, by all that names it.
  ///
  /// @param id made of provider and transaction
  /// @param transactionUuid the provider's name for it
  /// @param reference id of the bet it is about; null for a bet
  /// @param round the provider's name of the round
  /// @param game the provider's name of the game
  /// @param request what was asked, as canonical JSON; empty for a bet that never came
  public record Call(
      UUID id,
      int providerId,
      UUID transactionUuid,
      long playerId,
      Kind kind,
      @Nullable UUID reference,
      String round,
      String game,
      String request) {

    /// What stands in the place of the bet this rollback is about, when that has not come.
    ///
    /// @param betUuid the provider's name of the bet
    public Call forestalling(UUID betUuid) {
      return new Call(
          idOf(providerId, betUuid),
          providerId,
          betUuid,
          playerId,
          Kind.VOID,
          null,
          round,
          game,
          "");
    }
  }

  /// What a provider's transaction is stored under; no two providers share one.
  public static UUID idOf(int providerId, UUID transactionUuid) {
    return Sha256.uuid("provider " + providerId + ":" + transactionUuid);
  }
}
