package dev.pitboss.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.staff.Role;
import dev.pitboss.server.staff.StaffMember;
import dev.pitboss.server.staff.StaffSessions;
import dev.pitboss.server.staff.StaffToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Nothing grows without a rule that is written down.
class GrowthIT {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[a-z_`, ]+`) \\| ");
  private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

  private final CasinoFixture casino = CasinoFixture.shared();

  @Test
  void everyTableHasARuleInTheHandbookAndEveryRuleATable() throws Exception {
    Set<String> tables =
        names(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
                + " AND relnamespace = 'public'::regnamespace AND relname <> 'flyway_schema_history'");

    assertThat(documented()).isEqualTo(tables);
    casino.sql("CREATE TABLE grows_in_secret (id bigint)");
    try {
      assertThat(documented())
          .as("a table that is not in the list is noticed")
          .isNotEqualTo(
              names(
                  "SELECT relname FROM pg_class WHERE relkind = 'r'"
                      + " AND relnamespace = 'public'::regnamespace AND relname <> 'flyway_schema_history'"));
    } finally {
      casino.sql("DROP TABLE grows_in_secret");
    }
  }

  /// What refers to a player keeps a guest from being removed, or is removed with them: a new table
  /// needs a decision (V17, `guest_without_ties` and `remove_unplayed_guests`).
  @Test
  void everyTableThatRefersToAPlayerIsThoughtOfWhenGuestsAreRemoved() throws Exception {
    String rules =
        text("SELECT pg_get_viewdef('guest_without_ties'::regclass)")
            + text("SELECT prosrc FROM pg_proc WHERE proname = 'remove_unplayed_guests'");

    for (String table :
        names(
            "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f'"
                + " AND confrelid = 'player'::regclass")) {
      if (!Set.of("launch", "provider_session", "game_session")
          .contains(table)) { // they go with the session
        assertThat(rules).as(table).contains(table);
      }
    }
  }

  @Test
  void rotatingSeedsAgainAndAgainLeavesNoRows() throws Exception {
    Guest guest = casino.guest();
    long before = casino.number("SELECT count(*) FROM seed_pair");
    for (int i = 0; i < 20; i++) {
      assertThat(guest.post("fairness/rotate", "{}").status()).isEqualTo(200);
    }
    assertThat(casino.number("SELECT count(*) FROM seed_pair")).isLessThan(before + 20);

    assertThat(guest.spin(20).status()).isEqualTo(200);
    String ref = guest.get("game-history?limit=1").json().at("/rounds/0/ref").asText();
    assertThat(guest.post("fairness/rotate", "{}").status()).isEqualTo(200);
    assertThat(guest.post("fairness/verify", "{\"ref\":\"" + ref + "\"}").body())
        .as("a pair that served a round is kept")
        .contains("\"matches\":true");
  }

  @Test
  void staffWhoSignInAgainAndAgainEndTheirOldestSessions() throws Exception {
    casino.sql(
        "INSERT INTO staff (username, role, password_hash, created_at)"
            + " VALUES ('grows-not', 'auditor', 'none', now())");
    int id = (int) casino.number("SELECT staff_id FROM staff WHERE username = 'grows-not'");
    StaffMember member = new StaffMember(id, null, "grows-not", Role.AUDITOR);
    StaffSessions sessions = casino.casino().services().staffModule().sessions();

    StaffToken last = sessions.begin(member);
    for (int i = 0; i < 30; i++) {
      last = sessions.begin(member);
    }

    assertThat(casino.number("SELECT count(*) FROM staff_session WHERE staff_id = " + id))
        .isEqualTo(20);
    assertThat(sessions.authenticate(last)).isPresent();
  }

  private Set<String> documented() throws Exception {
    String ops = Files.readString(Path.of("..", "docs", "ops.md"));
    String section = ops.substring(ops.indexOf("### What grows"));
    section = section.substring(0, section.indexOf("\n## "));
    Set<String> names = new TreeSet<>();
    for (Matcher row = ROW.matcher(section); row.find(); ) {
      NAME.matcher(row.group(1)).results().forEach(name -> names.add(name.group(1)));
    }
    return names;
  }

  private Set<String> names(String sql) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (var connection = casino.owner();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private String text(String sql) throws SQLException {
    return String.join("\n", names(sql));
  }
}
