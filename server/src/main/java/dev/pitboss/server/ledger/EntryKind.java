package dev.pitboss.server.ledger;

import java.util.Locale;

/// What a ledger entry of a player's account is for. The database allows these kinds and no other.
/// Code that counts entries, such as loss limits, switches over all of them, so that a new kind
/// does not compile until it is decided what it counts as.
public enum EntryKind {
  /// The welcome grant, from the operator's funding.
  GRANT,
  /// Money given or taken back by staff.
  ADJUSTMENT,
  /// Play chips again for a player who has lost theirs.
  REFILL,
  /// Chips of a closed guest account, back to the operator's funding.
  EXPIRY,
  /// The stake of an open round, to escrow.
  HOLD,
  /// The stake of a round that ends, back from escrow.
  RELEASE,
  /// The stake of a settled round, to the house.
  STAKE,
  /// The payout of a settled round, from the house.
  PAYOUT,
  /// A stake from the operator's own wallet, before it is staked here.
  TRANSFER_IN,
  /// A payout to the operator's own wallet, after it was paid here.
  TRANSFER_OUT,
  /// A stake in a provider's round.
  EXTERNAL_STAKE,
  /// A payout of a provider's round.
  EXTERNAL_PAYOUT,
  /// A provider's stake, taken back.
  EXTERNAL_ROLLBACK;

  private final String id = name().toLowerCase(Locale.ROOT);

  /// As the ledger's table and the API name it.
  public String id() {
    return id;
  }

  /// The kind of an entry of the ledger.
  ///
  /// @throws IllegalArgumentException when there is no kind of this name
  public static EntryKind of(String id) {
    EntryKind kind = valueOf(id.toUpperCase(Locale.ROOT));
    if (!kind.id.equals(id)) {
      throw new IllegalArgumentException("no kind of entry: " + id);
    }
    return kind;
  }
}
