package dev.pitboss.server.staff;

import java.util.Locale;
import java.util.Optional;

/// What a staff member may do.
public enum Role {
  /// Reads and changes.
  OPERATOR,
  /// Reads everything, changes nothing.
  AUDITOR;

  /// As it is stored and spoken of.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The role of that id.
  public static Optional<Role> of(String id) {
    for (Role role : values()) {
      if (role.id().equals(id)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
