package dev.pitboss.server.seamlesswallet.inbound;

import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.ledger.ExternalTransaction;
import java.util.Optional;
import java.util.UUID;

/// A call that moves money, read and found in order.
///
/// @param transactionUuid the provider's name for it
/// @param session shown with bets
/// @param reference the provider's name of the bet it is about, of wins and rollbacks
/// @param stake minor units, at least 0
/// @param win minor units, at least 0
/// @param roundClosed whether the provider is done with the round; kept, and nothing follows
public record ProviderCall(
    ExternalTransaction.Kind kind,
    UUID transactionUuid,
    long playerId,
    Optional<Token> session,
    Optional<UUID> reference,
    Place place,
    long stake,
    long win,
    boolean roundClosed) {

  /// Where it was played, in the provider's words.
  public record Place(String round, String game, String currency) {}

  /// As it is stored: what it asks for, and not by which session.
  ExternalTransaction.Call at(Provider provider) {
    return new ExternalTransaction.Call(
        ExternalTransaction.idOf(provider.providerId(), transactionUuid),
        provider.providerId(),
        transactionUuid,
        playerId,
        kind,
        reference.map(bet -> ExternalTransaction.idOf(provider.providerId(), bet)).orElse(null),
        place.round(),
        place.game(),
        JsonWriter.text(
            new Asked(
                kind.id(),
                playerId,
                reference.map(UUID::toString).orElse(""),
                place.round(),
                place.game(),
                place.currency(),
                stake,
                win,
                roundClosed)));
  }

  /// What two calls must have in common to be the same.
  @io.avaje.jsonb.Json
  record Asked(
      String kind,
      long player,
      String reference,
      String round,
      String game,
      String currency,
      long stake,
      long win,
      boolean roundClosed) {}
}
