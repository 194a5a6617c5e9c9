package dev.pitboss.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Migrations have one form, and wait for no table that grows with every bet. Applied ones never
/// change, so theirs are listed.
final class MigrationFilesTest {
  private static final Path FOLDER = Path.of("src/main/resources/db/migration").toAbsolutePath();

  /// From before the first release: when they were written, no casino had rows to wait for and
  /// there was no version before. V22 renames tables so that the version before cannot write beside
  /// the new one. Each stands for all of its file's faults of the rule.
  private static final Map<String, List<String>> LISTED =
      Map.of(
          "V2__open_rounds.sql", List.of("scans-growing-table"),
          "V3__settlement_in_batches.sql", List.of("scans-growing-table"),
          "V5__round_named_by_its_request.sql", List.of("breaks-version-before"),
          "V8__operators_staff_audit.sql", List.of("scans-growing-table"),
          "V10__shared_wallet.sql", List.of("scans-growing-table"),
          "V11__adjustments_reports.sql", List.of("index-of-growing-table"),
          "V22__bet_and_entries_in_one_row.sql", List.of("breaks-version-before"),
          // both tables are emptied by the statements before
          "V12__shared_wallet_run.sql", List.of("required-without-default"));

  @Test
  void migrationsHaveNoFaultsButThoseListed() throws IOException {
    List<MigrationLint.Fault> faults = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        faults.addAll(MigrationLint.faults(file.getFileName().toString(), Files.readString(file)));
      }
    }
    Map<String, List<String>> listed = new TreeMap<>();
    List<MigrationLint.Fault> others = new ArrayList<>();
    for (MigrationLint.Fault fault : faults) {
      List<String> known = LISTED.getOrDefault(fault.file(), List.of());
      if (known.contains(fault.rule())) {
        listed.put(fault.file(), known);
      } else {
        others.add(fault);
      }
    }
    assertThat(others).isEmpty();
    // an entry without a fault would let a later one pass
    assertThat(listed).isEqualTo(new TreeMap<>(LISTED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          create TABLE a (b bigint);                                          ~ 1 keyword
          CREATE TABLE a (Total bigint);                                      ~ 1 identifier
          SELECT 1;⏎  SELECT 2                                                ~ 2 end
          SELECT 1;⏎⏎                                                         ~ 2 end
          SELECT 1;⏎BEGIN;                                                    ~ 2 transaction
          CREATE INDEX CONCURRENTLY x ON player (code);                       ~ 1 transaction
          ALTER TABLE round ALTER COLUMN stake TYPE numeric;                  ~ 1 rewrites-growing-table
          ALTER TABLE round ADD COLUMN at timestamptz DEFAULT now();          ~ 1 rewrites-growing-table
          -- why⏎ALTER TABLE ledger_entry ADD CONSTRAINT a CHECK (amount > 0); ~ 2 scans-growing-table
          ALTER TABLE ledger_entry ALTER COLUMN round_id SET NOT NULL;        ~ 1 scans-growing-table
          CREATE UNIQUE INDEX a ON round (game);                              ~ 1 index-of-growing-table
          UPDATE round SET game = 'a';                                        ~ 1 changes-growing-table
          ALTER TABLE player DROP COLUMN guest;                               ~ 1 breaks-version-before
          ALTER TABLE player RENAME guest TO is_guest;                        ~ 1 breaks-version-before
          ALTER TABLE player ADD COLUMN a text NOT NULL;                      ~ 1 required-without-default
          ALTER TABLE player ADD COLUMN a text NOT NULL, ADD b text; ~ 1 required-without-default
          """)
  void control_faultIsFoundInItsLine(String sql, String fault) {
    String text = sql.replace('⏎', '\n') + (sql.endsWith("⏎") ? "" : "\n");

    assertThat(MigrationLint.faults("V99__a.sql", text))
        .extracting(it -> it.line() + " " + it.rule())
        .contains(fault);
  }

  @Test
  void control_nameAndLinesAreChecked() {
    assertThat(MigrationLint.faults("V99_Odd.sql", "SELECT 1; \n"))
        .extracting(MigrationLint.Fault::rule)
        .containsExactly("name", "space");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          ALTER TABLE round ADD CONSTRAINT a CHECK (stake > 0) NOT VALID;
          ALTER TABLE round ADD COLUMN note text;
          ALTER TABLE player ADD COLUMN a boolean NOT NULL DEFAULT false;
          CREATE INDEX a ON player (code);
          -- an update of a round⏎INSERT INTO a (kind) VALUES ('drop table Round; begin');
          DO $$⏎BEGIN⏎  PERFORM 1;⏎END⏎$$;
          """)
  void harmlessStatementsHaveNoFaults(String sql) {
    assertThat(MigrationLint.faults("V99__a.sql", sql.replace('⏎', '\n') + "\n")).isEmpty();
  }
}
