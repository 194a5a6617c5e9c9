package dev.pitboss.server.operators;

import java.util.OptionalInt;

/// Whose keys they are: an operator's own, or those of one of its providers.
///
/// @param provider which of the operator's; empty for the operator itself
/// @param code names the holder, for people
public record KeyHolder(int operatorId, OptionalInt provider, String code) {
  /// An operator, for its own programs.
  public static KeyHolder of(Operator operator) {
    return new KeyHolder(operator.operatorId(), OptionalInt.empty(), operator.code());
  }
}
