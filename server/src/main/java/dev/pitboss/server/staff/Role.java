package dev.pitboss.server.staff;

import java.util.Optional;

/// What a member of staff may do. Immutable.
public enum Role {
  /// Reads and changes. It was called `operator`, which is a casino's name for itself: that word is
  /// still read, and stored, so that servers of both versions work on one database.
  MANAGER("manager", "operator"),
  /// Reads everything, changes nothing.
  AUDITOR("auditor", "auditor");

  private final String id;
  private final String stored;

  Role(String id, String stored) {
    this.id = id;
    this.stored = stored;
  }

  /// What people read and write.
  public String id() {
    return id;
  }

  /// The database's word.
  String stored() {
    return stored;
  }

  /// The role of an id, or of the database's word.
  public static Optional<Role> of(String text) {
    for (Role role : values()) {
      if (role.id.equals(text) || role.stored.equals(text)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
