package dev.pitboss.server.staff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.Authenticator;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.fairness.SeedVault;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.passwords.Password;
import dev.pitboss.server.players.Lockout;
import dev.pitboss.server.staff.Credentials.Proof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// The second factor of staff: over HTTP, and by a clock of the test's own over the same database.
class SecondFactorIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final StaffClient CHIEF =
      StaffClient.make(CASINO, "factor-chief", Role.MANAGER, null);
  private static final AtomicInteger ADDRESSES = new AtomicInteger();

  /// Far ahead of the server's clock: its cleaner deletes wrong attempts that are long forgotten.
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2096-06-01T12:00:00Z"));

  private final InstantSource clock = now::get;
  private final Credentials credentials = credentials();

  /// Of each test its own: the clocks of others are years off.
  private final ClientAddress address =
      ClientAddress.of("203.0.113." + ADDRESSES.incrementAndGet());

  /// Looks at credentials by the test's clock.
  private Credentials credentials() {
    Database database = CASINO.casino().services().database();
    AuditTrail audit = new AuditTrail(clock);
    return new Credentials(
        database,
        CASINO.casino().services().playerModule().hashing(),
        new Lockout(database, clock, 1_000),
        new SecondFactors(database, vault(), audit, clock),
        audit);
  }

  private static SeedVault vault() {
    try {
      return SeedVault.open(CASINO.seedKey());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Proof check(String username, String code) {
    return credentials.check(
        new Credentials.Typed(username, new Password(StaffClient.PASSWORD), Optional.of(code)),
        address);
  }

  private void pass(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }

  /// A member with the RFC's secret.
  private static void withRfcSecret(String username) {
    StaffClient.make(CASINO, username, Role.MANAGER, null);
    StaffMember member =
        CASINO.casino().services().staffModule().staff().find(username).orElseThrow();
    byte[] sealed = vault().seal(TotpTest.RFC_SECRET, "staff_second_factor:" + member.staffId());
    CASINO
        .casino()
        .services()
        .database()
        .inTransaction(connection ->
            Sql.update(
                connection,
                """
                INSERT INTO staff_second_factor (staff_id, secret_sealed, begun_at, confirmed_at)
                VALUES (?, ?, ?, ?)
                """,
                member.staffId(),
                sealed,
                Instant.EPOCH,
                Instant.EPOCH));
  }

  private static String codeAt(Instant at, int stepsOff) {
    return Totp.code(TotpTest.RFC_SECRET, Totp.stepAt(at) + stepsOff);
  }

  @Test
  void codesOfTheRfcLetTheirOwnerInAtTheirTimes() throws Exception {
    withRfcSecret("factor-rfc");
    record Vector(long second, String code) {}
    for (Vector vector :
        List.of(
            new Vector(59, "287082"),
            new Vector(1_111_111_109, "081804"),
            new Vector(1_234_567_890, "005924"))) {
      now.set(Instant.ofEpochSecond(vector.second()));
      assertThat(check("factor-rfc", vector.code()))
          .as(vector.toString())
          .isInstanceOf(Proof.Proven.class);
    }
    now.set(Instant.ofEpochSecond(2_000_000_000L));
    assertThat(check("factor-rfc", "353130")).as("another time's").isEqualTo(new Proof.WrongCode());
  }

  @Test
  void codeIsGoodOnceHoweverManyTryAtTheSameTime() throws Exception {
    withRfcSecret("factor-replay");
    String code = codeAt(clock.instant(), 0);

    List<Proof> proofs =
        Concurrently.times(Lockout.FREE_PER_NAME - 1, _ -> check("factor-replay", code));

    assertThat(proofs).filteredOn(Proof.Proven.class::isInstance).hasSize(1);
    assertThat(proofs).filteredOn(new Proof.WrongCode()::equals).hasSize(3);
    assertThat(check("factor-replay", codeAt(clock.instant(), -1)))
        .as("one from before it")
        .isEqualTo(new Proof.WrongCode());
    pass(Duration.ofDays(2));
    assertThat(check("factor-replay", codeAt(clock.instant(), 0)))
        .as("control: the next one is taken")
        .isInstanceOf(Proof.Proven.class);
  }

  @Test
  void clockMayBeOneStepOff() throws Exception {
    withRfcSecret("factor-drift");
    assertThat(check("factor-drift", codeAt(clock.instant(), -2))).isEqualTo(new Proof.WrongCode());
    assertThat(check("factor-drift", codeAt(clock.instant(), 2))).isEqualTo(new Proof.WrongCode());
    assertThat(check("factor-drift", codeAt(clock.instant(), -1))).isInstanceOf(Proof.Proven.class);
    assertThat(check("factor-drift", codeAt(clock.instant(), 1))).isInstanceOf(Proof.Proven.class);
  }

  @Test
  void wrongCodesLockTheNameAsWrongPasswordsDo() throws Exception {
    withRfcSecret("factor-guessed");
    String right = codeAt(clock.instant(), 0);
    String wrong = right.equals("000000") ? "000001" : "000000";
    Credentials.Typed without =
        new Credentials.Typed(
            "factor-guessed", new Password(StaffClient.PASSWORD), Optional.empty());
    for (int i = 0; i < Lockout.FREE_PER_NAME; i++) {
      if (i < Lockout.FREE_PER_NAME - 1) {
        assertThat(credentials.check(without, address))
            .as("asking which is needed counts as nothing, and takes nothing back")
            .isEqualTo(new Proof.CodeNeeded());
      }
      assertThat(check("factor-guessed", wrong)).isEqualTo(new Proof.WrongCode());
    }
    assertThat(check("factor-guessed", right)).isInstanceOf(Proof.Locked.class);
    assertThat(CHIEF.get("audit?limit=1000").status()).isEqualTo(200);
    assertThat(
            CASINO.number(
                """
                SELECT count(*) FROM audit_entry
                 WHERE action = 'staff.locked' AND subject = 'staff:factor-guessed'
                """))
        .isEqualTo(1);
    pass(Duration.ofMinutes(2));
    assertThat(check("factor-guessed", codeAt(clock.instant(), 0)))
        .as("control: the lock is what refused it")
        .isInstanceOf(Proof.Proven.class);
  }

  @Test
  void secretIsShownOnceAndAskedForOnceItArrived() throws Exception {
    StaffClient anna = StaffClient.make(CASINO, "factor-anna", Role.AUDITOR, null);
    Answer elsewhere = StaffClient.signIn(CASINO, "factor-anna", StaffClient.PASSWORD);
    assertThat(anna.post("second-factor", "{\"password\":\"not my password\"}").code())
        .isEqualTo("wrong_password");

    JsonNode begun = begin(anna);
    String secret = begun.path("secret").asText();
    assertThat(secret).matches("[A-Z2-7]{32}");
    assertThat(begun.path("uri").asText())
        .isEqualTo(
            "otpauth://totp/Pitboss:factor-anna?secret=%s&issuer=Pitboss&algorithm=SHA1&digits=6&period=30"
                .formatted(secret));
    assertThat(begun.at("/qr/path").asText()).startsWith("M0 0h1v1h-1z");
    assertThat(StaffClient.signIn(CASINO, "factor-anna", StaffClient.PASSWORD).status())
        .as("not confirmed, not asked for")
        .isEqualTo(201);
    assertThat(anna.post("second-factor/confirm", "{\"code\":\"12345\"}").field())
        .isEqualTo("code");

    JsonNode confirmed = confirm(anna, secret);
    assertThat(confirmed.path("recoveryCodes")).hasSize(10);
    assertThat(
            CASINO
                .send(
                    "GET",
                    "/api/ops/staff",
                    null,
                    Map.of("Authorization", "Bearer " + elsewhere.json().path("token").asText()))
                .code())
        .as("other sessions end")
        .isEqualTo("no_staff_session");
    assertThat(anna.get("session").json().path("secondFactor").asBoolean()).isTrue();
    assertThat(begin(anna).path("code").asText()).isEqualTo("code_needed");
    assertThat(CHIEF.get("staff").body()).doesNotContain(secret);
    assertThat(trailOf("factor-anna"))
        .contains("staff.second_factor_set")
        .doesNotContain(secret)
        .doesNotContain(confirmed.at("/recoveryCodes/0").asText());
    assertThat(storedSecrets("factor-anna"))
        .as("sealed at rest")
        .doesNotContain(HexFormat.of().formatHex(new Authenticator(secret).secret()));
  }

  @Test
  void passwordAloneIsRejectedAndRecoveryCodesWorkOnce() {
    StaffClient bert = StaffClient.make(CASINO, "factor-bert", Role.MANAGER, null);
    String secret = begin(bert).path("secret").asText();
    String recovery = confirm(bert, secret).at("/recoveryCodes/3").asText();

    assertThat(StaffClient.signIn(CASINO, "factor-bert", StaffClient.PASSWORD).code())
        .isEqualTo("code_needed");
    assertThat(signIn("factor-bert", secret, 0).code())
        .as("the code that confirmed it was used")
        .isEqualTo("wrong_code");
    assertThat(signIn("factor-bert", secret, 1).status()).isEqualTo(201);
    String typed = recovery.toLowerCase(Locale.ROOT).replace('-', ' ');
    assertThat(StaffClient.signIn(CASINO, "factor-bert", StaffClient.PASSWORD, typed).status())
        .isEqualTo(201);
    assertThat(StaffClient.signIn(CASINO, "factor-bert", StaffClient.PASSWORD, recovery).code())
        .isEqualTo("wrong_code");
    assertThat(bert.get("second-factor").json().path("recoveryCodesLeft").asInt()).isEqualTo(9);
    assertThat(trailOf("factor-bert")).contains("staff.recovery_code_used");
  }

  @Test
  void recoveryCodesAreRenewedAndTheFactorRemovedWithPasswordAndCode() {
    StaffClient cleo = StaffClient.make(CASINO, "factor-cleo", Role.MANAGER, null);
    String secret = begin(cleo).path("secret").asText();
    JsonNode first = confirm(cleo, secret).path("recoveryCodes");

    String proof = "{\"password\":\"%s\",\"code\":\"%s\"}";
    assertThat(
            cleo.post(
                    "second-factor/recovery-codes",
                    "{\"password\":\"%s\"}".formatted(StaffClient.PASSWORD))
                .code())
        .isEqualTo("code_needed");
    JsonNode second =
        cleo.post(
                "second-factor/recovery-codes",
                proof.formatted(StaffClient.PASSWORD, first.path(0).asText()))
            .json()
            .path("recoveryCodes");
    assertThat(second).hasSize(10).doesNotContainAnyElementsOf(first);
    assertThat(
            cleo.post(
                    "second-factor/removal",
                    proof.formatted(StaffClient.PASSWORD, first.path(1).asText()))
                .code())
        .as("the old ones are worth nothing")
        .isEqualTo("wrong_code");
    assertThat(
            cleo.post(
                    "second-factor/removal",
                    proof.formatted(StaffClient.PASSWORD, second.path(1).asText()))
                .status())
        .isEqualTo(204);
    assertThat(StaffClient.signIn(CASINO, "factor-cleo", StaffClient.PASSWORD).status())
        .isEqualTo(201);
    assertThat(trailOf("factor-cleo"))
        .contains("staff.recovery_codes_renewed", "staff.second_factor_removed");
  }

  @Test
  void anotherResetsWhatIsLost() {
    Tenant tenant = Tenant.make(CASINO, "factor-lost", "EUR");
    int operatorId = tenant.operator().operatorId();
    StaffClient dora = StaffClient.make(CASINO, "factor-dora", Role.MANAGER, operatorId);
    StaffClient auditor = StaffClient.make(CASINO, "factor-looks", Role.AUDITOR, operatorId);
    StaffClient stranger =
        StaffClient.make(
            CASINO,
            "factor-stranger",
            Role.MANAGER,
            Tenant.make(CASINO, "factor-other", "EUR").operator().operatorId());
    String path = "staff/factor-dora/second-factor";
    assertThat(CHIEF.send("DELETE", path, null).code()).isEqualTo("no_second_factor");
    confirm(dora, begin(dora).path("secret").asText());

    assertThat(auditor.send("DELETE", path, null).code()).isEqualTo("role_missing");
    assertThat(stranger.send("DELETE", path, null).code()).isEqualTo("no_such_account");
    assertThat(dora.send("DELETE", path, null).code()).isEqualTo("own_account");
    assertThat(StaffClient.signIn(CASINO, "factor-dora", StaffClient.PASSWORD).code())
        .isEqualTo("code_needed");
    assertThat(CHIEF.send("DELETE", path, null).status()).isEqualTo(204);

    assertThat(dora.get("session").status()).as("its sessions have ended").isEqualTo(204);
    assertThat(StaffClient.signIn(CASINO, "factor-dora", StaffClient.PASSWORD).status())
        .isEqualTo(201);
    assertThat(trailOf("factor-dora")).contains("staff.second_factor_reset");
  }

  @Test
  void whereItIsRequiredNothingIsDoneBeforeItIsSet() {
    Tenant tenant = Tenant.make(CASINO, "factor-strict", "EUR");
    StaffClient emil =
        StaffClient.make(CASINO, "factor-emil", Role.MANAGER, tenant.operator().operatorId());
    assertThat(emil.get("operators").status()).isEqualTo(200);

    assertThat(CHIEF.post("operators/factor-strict", "{\"needsSecondFactor\":true}").body())
        .contains("\"needsSecondFactor\":true");

    assertThat(emil.get("operators").code())
        .as("sessions that go on, too")
        .isEqualTo("second_factor_required");
    assertThat(CHIEF.get("operators").status()).as("control: others' staff").isEqualTo(200);
    Answer signedIn = StaffClient.signIn(CASINO, "factor-emil", StaffClient.PASSWORD);
    assertThat(signedIn.json().at("/staff/mustSetSecondFactor").asBoolean()).isTrue();
    confirm(emil, begin(emil).path("secret").asText());
    assertThat(emil.get("operators").status()).isEqualTo(200);
    assertThat(emil.get("session").json().path("mustSetSecondFactor").asBoolean()).isFalse();
  }

  private static JsonNode begin(StaffClient member) {
    return member
        .post("second-factor", "{\"password\":\"%s\"}".formatted(StaffClient.PASSWORD))
        .json();
  }

  /// A code of now is still good when the step ends meanwhile.
  private static JsonNode confirm(StaffClient member, String secret) {
    Answer answer =
        member.post("second-factor/confirm", "{\"code\":\"%s\"}".formatted(code(secret, 0)));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer.json();
  }

  private static Answer signIn(String username, String secret, int stepsOff) {
    return StaffClient.signIn(CASINO, username, StaffClient.PASSWORD, code(secret, stepsOff));
  }

  private static String code(String secret, int stepsOff) {
    return new Authenticator(secret).code(stepsOff);
  }

  private static String trailOf(String username) {
    return text(
        """
        SELECT action || details FROM audit_entry
         WHERE actor = 'staff:%1$s' OR subject = 'staff:%1$s' LIMIT 100
        """,
        username);
  }

  private static String storedSecrets(String username) {
    return text(
        """
        SELECT encode(secret_sealed, 'hex') FROM staff_second_factor JOIN staff USING (staff_id)
         WHERE username = '%s'
        """,
        username);
  }

  private static String text(String sql, String username) {
    List<String> rows =
        CASINO
            .casino()
            .services()
            .database()
            .read(connection ->
                Sql.list(connection, sql.formatted(username), row -> row.getString(1)));
    return String.join("\n", rows);
  }
}
