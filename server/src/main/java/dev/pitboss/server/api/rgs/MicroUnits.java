package dev.pitboss.server.api.rgs;

import java.util.OptionalLong;

/// Amounts as the protocol has them: whole numbers with six decimals of the currency, also where it
/// has fewer itself. Immutable.
///
/// @param ofMinor how many of them a minor unit is: 10 000 with two decimals, 1 000 000 with none
record MicroUnits(long ofMinor) {
  private static final int DECIMALS = 6;

  /// Of a currency with so many decimals, at most six.
  static MicroUnits of(int decimals) {
    long micros = 1;
    for (int i = decimals; i < DECIMALS; i++) {
      micros *= 10;
    }
    return new MicroUnits(micros);
  }

  /// An amount of ours.
  ///
  /// @throws ArithmeticException beyond 64 bits
  long of(long minor) {
    return Math.multiplyExact(minor, ofMinor);
  }

  /// An amount of theirs; empty when it is not whole minor units.
  OptionalLong minor(long micros) {
    return micros % ofMinor == 0 ? OptionalLong.of(micros / ofMinor) : OptionalLong.empty();
  }
}
