package dev.pitboss.server.operators;

/// On whose word a change is made.
public enum Authority {
  /// One person of the operator's staff: what creates power over money is held back, for a second.
  ALONE,
  /// Two independent people of the operator's staff.
  TWO_PEOPLE,
  /// The platform's staff, who also set what the operator's own can agree on.
  PLATFORM
}
