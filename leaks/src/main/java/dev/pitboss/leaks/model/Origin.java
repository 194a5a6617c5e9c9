package dev.pitboss.leaks.model;

/// What kind of code a source is.
public enum Origin {
  /// Code that ships.
  MAIN,
  /// Tests and their fixtures.
  TEST,
  /// Written by a tool.
  GENERATED
}
