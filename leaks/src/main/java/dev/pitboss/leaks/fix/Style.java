package dev.pitboss.leaks.fix;

/// How a lost connection is mended.
public enum Style {
  /// A null-initialised variable and a `finally` that closes it: the smallest change of what the
  /// code does, also where the variable gets several connections.
  SURGICAL,
  /// A try-with-resources statement; closes that it makes redundant go.
  CLEAN
}
