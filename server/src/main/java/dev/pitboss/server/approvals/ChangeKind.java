package dev.pitboss.server.approvals;

import java.util.Optional;

/// Kind of a change request. Each kind creates or returns power over money.
public enum ChangeKind {
  /// A higher welcome grant, another jurisdiction, or no second factor of staff.
  OPERATOR_SETTINGS("operator.settings"),
  /// Higher limits of stake or payout.
  GAME_TERMS("game.terms"),
  /// A key of the operator's or of a provider's.
  KEY_CREATE("key.create"),
  /// More that a provider may pay beyond stakes.
  PROVIDER_LIMITS("provider.limits"),
  /// A provider put back to use.
  PROVIDER_ENABLE("provider.enable"),
  /// A disputed bet that ends without the wallet's word.
  DISPUTE_CLOSE("dispute.close");

  private final String id;

  ChangeKind(String id) {
    this.id = id;
  }

  /// As it is stored and spoken of.
  public String id() {
    return id;
  }

  /// The kind of that id.
  public static Optional<ChangeKind> of(String id) {
    for (ChangeKind kind : values()) {
      if (kind.id.equals(id)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
