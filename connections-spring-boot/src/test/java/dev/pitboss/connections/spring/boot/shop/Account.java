package dev.pitboss.connections.spring.boot.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/// What JPA stores.
@Entity
public class Account {
  @Id private long id;
  private long balanceMinor;

  /// For JPA.
  protected Account() {}

  /// An account with chips.
  public Account(long id, long balanceMinor) {
    this.id = id;
    this.balanceMinor = balanceMinor;
  }

  /// The key.
  public long getId() {
    return id;
  }

  /// The chips.
  public long getBalanceMinor() {
    return balanceMinor;
  }
}
