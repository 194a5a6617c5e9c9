package dev.pitboss.server.staff;

import org.jspecify.annotations.Nullable;

/// A staff member.
///
/// @param operatorId whose business they see; null for the platform's staff, who see all
public record StaffMember(int staffId, @Nullable Integer operatorId, String username, Role role) {
  /// Whether they see every operator's business, and the machine's.
  public boolean isOfPlatform() {
    return operatorId == null;
  }

  /// The member's operator; 0, which is not an operator's id, for platform staff.
  int operatorIdOrNone() {
    return operatorId == null ? 0 : operatorId;
  }

  /// Whether that operator's business is theirs to see.
  public boolean sees(int operator) {
    return operatorId == null || operatorId == operator;
  }

  /// Whether they may change what they see.
  public boolean changes() {
    return role == Role.MANAGER;
  }

  /// As the audit trail names them.
  public String actor() {
    return "staff:" + username;
  }
}
