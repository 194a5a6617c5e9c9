package dev.pitboss.leaks.model;

/// How sure a finding is.
public enum Confidence {
  /// The acquiring call is known to hand over ownership and the path is in the source.
  HIGH,
  /// The path rests on an inference: a name, a call that may keep the resource.
  MEDIUM,
  /// The acquiring call or the type is a guess.
  LOW
}
