package dev.pitboss.leaks.model;

/// How a leak is mended.
public enum Style {
  /// The smallest change: a `finally` that closes.
  SURGICAL,
  /// The language's own scope for resources: try-with-resources, `with`.
  CLEAN
}
