package dev.pitboss.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// The table of SQLSTATEs, class by class as PostgreSQL's appendix A has them.
final class FailureReasonTest {
  /// Every class: what one of its codes that has no meaning of its own means.
  private static final Map<FailureReason, List<String>> CLASSES =
      Map.ofEntries(
          Map.entry(
              FailureReason.REFUSED,
              List.of(
                  "00", "01", "02", "03", "09", "0B", "0F", "0L", "0P", "0Z", "10", "20", "21",
                  "22", "23", "24", "25", "27", "2B", "2D", "2F", "34", "38", "39", "3B", "3D",
                  "3F", "42", "44", "54", "F0", "HV", "P0")),
          Map.entry(FailureReason.UNREACHABLE, List.of("08")),
          Map.entry(FailureReason.NOT_SUPPORTED, List.of("0A")),
          Map.entry(FailureReason.SESSION_LOST, List.of("26")),
          Map.entry(FailureReason.LOGIN_REFUSED, List.of("28")),
          Map.entry(FailureReason.CONFLICT, List.of("40", "72")),
          Map.entry(FailureReason.NO_RESOURCES, List.of("53")),
          Map.entry(FailureReason.LOCKED, List.of("55")),
          Map.entry(FailureReason.TIMEOUT, List.of("57")),
          Map.entry(FailureReason.IO_ERROR, List.of("58")),
          Map.entry(FailureReason.SERVER_FAULT, List.of("XX")));

  @Test
  void everyClassHasItsMeaning() {
    CLASSES.forEach((reason, classes) ->
        classes.forEach(ofClass ->
            assertThat(FailureReason.ofState(ofClass + "ZZZ")).as(ofClass).isEqualTo(reason)));
    assertThat(CLASSES.values().stream().flatMap(List::stream).distinct()).hasSize(44);
  }

  @ParameterizedTest
  @CsvSource({
    "25006, READ_ONLY",
    "25P02, REFUSED",
    "25P03, TIMEOUT",
    "25P04, TIMEOUT",
    "3D000, NO_DATABASE",
    "42501, NOT_PERMITTED",
    "42P01, REFUSED",
    "42P05, SESSION_LOST",
    "40001, CONFLICT",
    "40P01, CONFLICT",
    "53000, NO_RESOURCES",
    "53100, DISK_FULL",
    "53200, OUT_OF_MEMORY",
    "53300, TOO_MANY_CONNECTIONS",
    "53400, NO_RESOURCES",
    "55P03, LOCKED",
    "55000, LOCKED",
    "57014, TIMEOUT",
    "57P01, SHUTTING_DOWN",
    "57P02, SHUTTING_DOWN",
    "57P03, STARTING",
    "57P04, NO_DATABASE",
    "57P05, TIMEOUT",
    "58000, IO_ERROR",
    "58030, IO_ERROR",
    "08006, UNREACHABLE",
    "08P01, UNREACHABLE",
    "0A000, NOT_SUPPORTED",
    "26000, SESSION_LOST",
    "28P01, LOGIN_REFUSED",
    "XX000, SERVER_FAULT",
    "XX001, DAMAGED",
    "XX002, DAMAGED",
    "23505, REFUSED",
    "22003, REFUSED",
    "P0001, REFUSED",
    "??, REFUSED",
    "'', REFUSED"
  })
  void aCodeMayMeanMoreThanItsClass(String state, FailureReason reason) {
    assertThat(FailureReason.ofState(state)).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "25006", "53100", "53200", "53300", "58030", "57014", "57P01", "57P02", "57P03", "55P03",
        "08006", "08001", "40001", "40P01", "42501", "28P01", "0A000", "26000", "XX000", "25P03"
      })
  void whatTryingAgainMayMendIsNoFaultOfOurs(String state) {
    assertThat(DatabaseFailure.kindOf(new SQLException("", state)))
        .isEqualTo(DatabaseFailure.Kind.UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "22003", "42601", "42P01", "25P02", "P0001"})
  void control_aMistakeOfOursStaysOne(String state) {
    assertThat(DatabaseFailure.kindOf(new SQLException("", state)))
        .isEqualTo(DatabaseFailure.Kind.REFUSED);
  }

  @Test
  void thePoolsOwnFailuresSayWhyItCouldNotConnect() {
    assertThat(FailureReason.of(new SQLTransientConnectionException("timeout")))
        .isEqualTo(FailureReason.NO_CONNECTION);
    assertThat(FailureReason.of(new SQLTransientConnectionException("timeout", "53300")))
        .isEqualTo(FailureReason.TOO_MANY_CONNECTIONS);
    assertThat(FailureReason.of(new SQLTransientConnectionException("timeout", "22023")))
        .as("a role that cannot be set at login")
        .isEqualTo(FailureReason.UNREACHABLE);
    assertThat(FailureReason.of(new SQLException("Connection is closed")))
        .isEqualTo(FailureReason.UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR, 53100, false", "PANIC, 53100, true", "FATAL, 53100, true", "PANIC, 58030, true",
    "PANIC, XX000, true", "ERROR, XX000, false", "FEHLER, 58030, true", "ERROR, 25006, false",
    "FATAL, 57P01, true", "ERROR, 57014, false", "FATAL, 08006, true", "ERROR, 40003, true",
    "ERROR, 40001, false"
  })
  void aServerThatDiesOverACommitMayHaveDoneIt(String severity, String state, boolean open) {
    SQLException failure =
        new PSQLException(new ServerErrorMessage("S" + severity + "\0C" + state + "\0Mfailed\0\0"));
    assertThat(failure.getSQLState()).isEqualTo(state);
    assertThat(DatabaseFailure.isOutcomeOpen(failure)).isEqualTo(open);
  }

  @Test
  void everyReasonHasACodeAndWordsOfItsOwn() {
    assertThat(Stream.of(FailureReason.values()).map(FailureReason::words)).doesNotHaveDuplicates();
    assertThat(Stream.of(FailureReason.values()).map(FailureReason::code))
        .allMatch(code -> code.matches("[a-z]+(_[a-z]+)*"));
  }
}
