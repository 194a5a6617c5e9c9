package dev.pitboss.server.restrictions;

import java.time.ZoneId;

/// An operator's rules of responsible play, as they are now. Thread-safe.
public final class OperatorRules {
  private volatile Rules rules;

  OperatorRules(Rules rules) {
    this.rules = rules;
  }

  /// What the operator goes by.
  ///
  /// @param profile of its jurisdiction
  /// @param zone where its days begin and end
  public record Rules(Profile profile, ZoneId zone) {}

  /// What holds now.
  public Rules rules() {
    return rules;
  }

  void change(Rules changed) {
    rules = changed;
  }
}
