package dev.pitboss.server.monitoring;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who plays, and what it brings. Money in minor units.
///
/// @param at when this was found
/// @param status of this server, as in `/health`
/// @param betting whether bets are taken
/// @param playersOnline players of the operators below and of those left out
/// @param currencies gross gaming revenue of the same operators, one row for each currency
/// @param operators those with the most players online first
/// @param operatorsLeftOut how many more there are
@Json
public record ActivityReport(
    Instant at,
    String status,
    boolean betting,
    long playersOnline,
    List<CurrencyActivity> currencies,
    List<OperatorActivity> operators,
    int operatorsLeftOut) {
  public ActivityReport {
    currencies = List.copyOf(currencies);
    operators = List.copyOf(operators);
  }

  /// What operators of one currency have brought today.
  ///
  /// @param ggr null while that of one of them is not known
  @Json
  public record CurrencyActivity(String currency, int operators, @Nullable Long ggr) {}

  /// One operator.
  ///
  /// @param operator its code
  /// @param takesBets whether the operator takes bets
  /// @param playersOnline players who have used this server in the last five minutes
  /// @param day today, in the operator's zone
  /// @param ggr gross gaming revenue since the day began, over all servers: staked less paid; null
  ///   until it was first read
  @Json
  public record OperatorActivity(
      String operator,
      String name,
      String currency,
      boolean takesBets,
      long playersOnline,
      LocalDate day,
      @Nullable Long ggr) {}
}
