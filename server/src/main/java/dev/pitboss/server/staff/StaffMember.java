package dev.pitboss.server.staff;

import org.jspecify.annotations.Nullable;

/// Somebody who works here.
///
/// @param operatorId whose business they see; null for the platform's staff, who see all
public record StaffMember(int staffId, @Nullable Integer operatorId, String username, Role role) {
  /// Whether they see every operator's business, and the machine's.
  public boolean isOfPlatform() {
    return operatorId == null;
  }

  /// The operator they work for; 0, which is none's id, for the platform's staff.
  int operatorIdOrNone() {
    return operatorId == null ? 0 : operatorId;
  }

  /// Whether that operator's business is theirs to see.
  public boolean sees(int operator) {
    return operatorId == null || operatorId == operator;
  }

  /// Whether they may change what they see.
  public boolean changes() {
    return role == Role.OPERATOR;
  }

  /// As the audit trail names them.
  public String actor() {
    return "staff:" + username;
  }
}
