package dev.pitboss.server.administration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.staff.Role;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `pitboss player` and `adjustment`, and JSON of everything that lists or shows, on a casino that
/// runs.
class PlayersByCommandIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final Tenant TENANT = Tenant.make(CASINO, "by-command", "EUR");
  private static final StaffClient ANNA =
      StaffClient.make(CASINO, "by-command-anna", Role.MANAGER, TENANT.operator().operatorId());

  private static long player(String name) {
    assertThat(enter("register", name, "nine patient gondolas").status()).isLessThan(300);
    return number("SELECT player_id FROM player WHERE username = '" + name + "'");
  }

  private static Answer enter(String path, String username, String password) {
    String body = "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password);
    Answer answer;
    int attempts = 0;
    do {
      answer = CASINO.send("POST", "/api/session/" + path, body, Map.of("Host", TENANT.host()));
    } while (answer.status() == 503 && ++attempts < 20); // too many passwords are hashed
    return answer;
  }

  private static long number(String sql) {
    try {
      return CASINO.number(sql);
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  private static long balance(long playerId) {
    return number("SELECT balance FROM account WHERE kind = 'player' AND player_id = " + playerId);
  }

  @Test
  void playerIsFoundShownAndUnlocked() throws Exception {
    long id = player("by-cmd-cleo");

    assertThat(run("player", "find", "by-cmd-c", "--operator", "by-command").out())
        .containsPattern("(?m)^" + id + " +by-cmd-cleo +by-command +no ");
    JsonNode found = run("player", "find", Long.toString(id), "--json").json();
    assertThat(found.at("/0/id").asLong()).isEqualTo(id);
    assertThat(found.at("/0/balance").asLong()).isEqualTo(balance(id));
    assertThat(run("player", "find", "by-cmd-absent"))
        .isEqualTo(new Ran(1, "", "pitboss player: no player matches by-cmd-absent\n"));
    assertThat(run("player", "find", "by-cmd-cleo", "--operator", "house").code()).isEqualTo(1);

    for (int i = 0; i < 6; i++) {
      enter("login", "by-cmd-cleo", "not this one " + i);
    }
    assertThat(run("player", "show", "" + id, "--json").json().get("lockedUntil").isNull())
        .isFalse();

    assertThat(run("player", "unlock", "" + id).out())
        .isEqualTo("by-cmd-cleo (%d) can sign in again\n".formatted(id));

    assertThat(run("player", "show", "" + id, "--json").json().get("lockedUntil").isNull())
        .isTrue();
    assertThat(run("player", "unlock", "" + id).out())
        .isEqualTo("by-cmd-cleo (%d) was not locked\n".formatted(id));
    assertThat(run("player", "show", "" + id).out())
        .containsPattern("balance +\\d+\\.\\d\\d EUR\n")
        .containsPattern("created +\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\n")
        .containsPattern("self-excluded until +-\n")
        .containsPattern("limits +-\n");
    assertRestrictionsAreShown(id);
    assertThat(
            number(
                "SELECT count(*) FROM audit_entry WHERE action = 'player.unlocked'"
                    + " AND subject = 'player:"
                    + id
                    + "'"))
        .as("unlocked once, and not again")
        .isEqualTo(1);
    assertThat(run("player", "show", "999999999"))
        .isEqualTo(new Ran(1, "", "pitboss player: no such player: 999999999\n"));
    assertThat(run("player", "show", "cleo").err()).contains("pitboss player find cleo lists ids");
  }

  private static void assertRestrictionsAreShown(long id) throws Exception {
    String token =
        enter("login", "by-cmd-cleo", "nine patient gondolas").json().path("token").asText();
    String limit = "{\"limits\":[{\"kind\":\"loss\",\"period\":\"week\",\"amount\":5000}]}";
    assertThat(TENANT.ask(token, "PUT", "/api/casino/limits", limit).status()).isEqualTo(200);
    String exclusion = "{\"type\":\"permanentSelfExclusion\"}";
    assertThat(TENANT.ask(token, "POST", "/api/casino/limits/exclusion", exclusion).status())
        .isLessThan(300);

    assertThat(run("player", "show", "" + id).out())
        .containsPattern("self-excluded until +permanently\n")
        .containsPattern("break until +-\n")
        .containsPattern("limits +loss 50.00 EUR a week\n");
    JsonNode shown = run("player", "show", "" + id, "--json").json();
    assertThat(shown.path("selfExcludedUntil").asText()).isEqualTo("permanent");
    assertThat(shown.at("/limits/0/amount").asLong()).isEqualTo(5_000);
  }

  @Test
  void adjustmentCountsAsUnderstoodAndTakesOneOfStaff() throws Exception {
    long id = player("by-cmd-dora");
    long before = balance(id);

    Ran unconfirmed =
        run("adjustment", "request", "" + id, "--amount", "10,50", "--reason", "late bonus");
    assertThat(unconfirmed.code()).isEqualTo(2);
    assertThat(unconfirmed.err())
        .startsWith(
            "Credit 10.50 EUR to player by-cmd-dora (%d) of by-command, whose balance is "
                .formatted(id))
        .contains("confirm with --yes");
    assertThat(number("SELECT count(*) FROM adjustment WHERE player_id = " + id)).isZero();

    JsonNode made = request(id, "10,50");
    assertThat(made.at("/0/amount").asLong()).isEqualTo(1050);
    assertThat(made.at("/0/requestedBy").asText()).isEqualTo("command-line");
    String adjustment = made.at("/0/id").asText();
    assertThat(run("adjustment", "list", "--waiting", "--operator", "by-command").out())
        .containsPattern(
            adjustment
                + " +by-command +"
                + id
                + " +by-cmd-dora +10.50 +EUR +waiting +command-line");
    assertThat(run("adjustment", "approve", adjustment).err())
        .isEqualTo(
            "pitboss adjustment: the command line requested adjustment %s; a staff member must approve it\n"
                .formatted(adjustment));
    assertThat(balance(id)).isEqualTo(before);

    assertThat(ANNA.post("adjustments/" + adjustment + "/approve", "{}").status()).isEqualTo(200);

    assertThat(balance(id)).isEqualTo(before + 1050);
    assertThat(
            number(
                "SELECT count(*) FROM audit_entry WHERE action = 'adjustment.requested'"
                    + " AND actor LIKE 'cli%' AND subject = 'adjustment:"
                    + adjustment
                    + "'"))
        .isOne();
  }

  @Test
  void whatStaffRequestedIsDecidedByTheCommandLine() throws Exception {
    long id = player("by-cmd-emil");
    long before = balance(id);
    String first = requestedByAnna(id, 300, "by-cmd-1");
    String second = requestedByAnna(id, 400, "by-cmd-2");

    assertThat(run("adjustment", "approve", first, "--json").json().at("/0/state").asText())
        .isEqualTo("approved");
    assertThat(run("adjustment", "reject", second, "--json").json().at("/0/state").asText())
        .isEqualTo("rejected");

    assertThat(balance(id)).isEqualTo(before + 300);
    assertThat(run("adjustment", "approve", second).err())
        .isEqualTo(
            "pitboss adjustment: adjustment %s is already decided: rejected by command-line\n"
                .formatted(second));
    assertThat(run("adjustment", "approve", "999999999").err())
        .contains("no such adjustment: 999999999");
  }

  @Test
  void commandLineAccountCannotSignInAndItsNameIsReserved() throws Exception {
    request(player("by-cmd-finn"), "-0.01");
    assertThat(StaffClient.signIn(CASINO, "command-line", StaffClient.PASSWORD).status())
        .isEqualTo(401);
    assertThat(
            ANNA.post(
                    "staff",
                    "{\"username\":\"command-line\",\"password\":\"%s\",\"role\":\"manager\"}"
                        .formatted(StaffClient.PASSWORD))
                .status())
        .isEqualTo(400);
  }

  @Test
  void amountsThatCouldMeanAnotherAreRefused() {
    long id = player("by-cmd-gina");
    for (String amount : List.of("1.234", "0", "abc", "10.505", "99999999999999")) {
      Ran ran = run("adjustment", "request", "" + id, "--amount", amount, "--reason", "x", "--yes");
      assertThat(ran.code()).as(amount).isEqualTo(2);
      assertThat(ran.err()).startsWith("pitboss adjustment: --amount");
    }
    assertThat(number("SELECT count(*) FROM adjustment WHERE player_id = " + id)).isZero();
    assertThat(run("operator", "game", "by-command", "roulette", "on", "--max-stake", "5000").err())
        .startsWith(
            "pitboss operator: --max-stake needs 2 decimals, such as 5000.00 for 5000.00 EUR; got"
                + " 5000; see");
    assertThat(run("operator", "set", "by-command", "--welcome-grant", "1.500").err())
        .startsWith("pitboss operator: --welcome-grant 1.500: ");
    assertThat(run("operator", "game", "by-command", "roulette", "on", "--max-stake", "0.00").err())
        .startsWith("pitboss operator: --max-stake must be 0.01 to ");
    assertThat(
            run("operator", "game", "by-command", "roulette", "on", "--max-stake", "5000.00").err())
        .startsWith(
            "pitboss operator: --max-stake must be 0.10 to 1000.00 EUR, the game's own limits, got 5000.00;");
    assertThat(
            run("operator", "game", "by-command", "roulette", "on", "--max-stake", "50,00").code())
        .isZero();
  }

  @Test
  void everythingThatListsOrShowsIsAlsoForPrograms() throws Exception {
    JsonNode operators = run("operator", "list", "--json").json();
    assertThat(operators.findValuesAsText("code")).contains("house", "by-command");
    JsonNode own = run("operator", "show", "by-command", "--json").json();
    assertThat(own.get("hosts").get(0).asText()).isEqualTo(TENANT.host());
    assertThat(own.get("games").size()).isPositive();
    assertThat(own.get("guests").isBoolean()).isTrue();
    assertThat(run("operator", "list").out()).containsPattern("by-command .* " + TENANT.host());
    assertThat(run("staff", "list", "--json").json().findValuesAsText("username"))
        .contains("by-command-anna");
    assertThat(run("provider", "list", "by-command", "--json").json()).isEmpty();
    assertThat(run("report", "ggr", "--operator", "by-command", "--json").json().isArray())
        .isTrue();
    assertThat(run("report", "reconcile", "--operator", "by-command").out())
        .as("money for people")
        .containsPattern("by-command +EUR +\\d+ +-?\\d+\\.\\d\\d +-?\\d+\\.\\d\\d ");
    assertThat(run("report", "reconcile", "--operator", "by-command", "--json").json())
        .allSatisfy(row -> assertThat(row.get("agrees").asBoolean()).isTrue());
    assertThat(run("report", "power", "--operator", "by-command", "--json").json().isArray())
        .isTrue();
    assertThat(run("audit", "verify", "--json").json().get("intact").asBoolean()).isTrue();
    assertThat(run("adjustment", "list", "--json").json().isArray()).isTrue();
    assertThat(run("operator", "key", "by-command", "list", "--json").json()).isEmpty();
  }

  @Test
  void brandingIsShownAsItWasSet() throws Exception {
    String terms = "https://acme.example/terms";
    assertThat(run("operator", "show", "by-command").out())
        .contains("branding       as the casino");
    assertThat(
            run(
                    "operator",
                    "set",
                    "by-command",
                    "--branding",
                    "{\"termsUrl\":\"%s\"}".formatted(terms))
                .out())
        .containsPattern("branding +termsUrl " + terms);
    assertThat(
            run("operator", "show", "by-command", "--json")
                .json()
                .at("/branding/termsUrl")
                .asText())
        .isEqualTo(terms);
    run("operator", "set", "by-command", "--branding", "{}");
  }

  @Test
  void messagesAreInTheCommandsWords() {
    assertThat(
            run(
                    "report",
                    "ggr",
                    "--from",
                    "2025-01-01",
                    "--to",
                    "2025-01-02",
                    "--operator",
                    "by-command")
                .out())
        .isEqualTo("no rounds in this period\n");
    assertThat(run("report", "ggr", "--from", "2025-01-01", "--to", "2025-12-31").err())
        .startsWith(
            "pitboss report: --from must be at most 91 days before to, and not after it; see");
    assertThat(run("operator", "set", "by-command", "--branding", "{oops").err())
        .startsWith("pitboss operator: --branding takes one JSON object: it is malformed JSON");
    assertThat(run("report", "ggr", "--from", "2026-13-01").err())
        .contains("--from must be a day such as 2026-05-31, got 2026-13-01");
    assertThat(run("operator", "set", "by-command", "--time-zone", "Mars/Base").err())
        .startsWith("pitboss operator: --time-zone ");
  }

  private static String requestedByAnna(long id, long amount, String key) {
    return ANNA.send(
            "POST",
            "adjustments",
            "{\"playerId\":\"%d\",\"amount\":%d,\"reason\":\"by command\"}".formatted(id, amount),
            Map.of("Idempotency-Key", key))
        .json()
        .get("id")
        .asText();
  }

  private static JsonNode request(long id, String amount) throws Exception {
    Ran ran =
        run(
            "adjustment",
            "request",
            "" + id,
            "--amount=" + amount,
            "--reason",
            "bonus",
            "--yes",
            "--json");
    return ran.json();
  }

  private static Ran run(String... words) {
    return Ran.on(CASINO, words);
  }
}
