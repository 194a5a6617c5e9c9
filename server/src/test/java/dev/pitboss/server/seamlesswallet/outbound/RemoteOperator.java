package dev.pitboss.server.seamlesswallet.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.operators.KeyHolder;
import dev.pitboss.server.operators.OperatorKeys;
import dev.pitboss.server.staff.Role;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// An operator of a running casino that keeps its players' money itself.
public final class RemoteOperator implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final CasinoFixture casino;
  private final Tenant tenant;
  private final FakeWalletServer wallet;

  private RemoteOperator(CasinoFixture casino, Tenant tenant, FakeWalletServer wallet) {
    this.casino = casino;
    this.tenant = tenant;
    this.wallet = wallet;
  }

  /// Makes an operator with a wallet that answers well.
  ///
  /// @param lateMillis how long the wallet takes when it is late
  public static RemoteOperator make(CasinoFixture casino, long lateMillis) throws IOException {
    Tenant tenant = Tenant.make(casino, "remote-" + NUMBER.incrementAndGet(), "CHIP");
    OperatorKeys.Made key =
        casino
            .casino()
            .services()
            .operatorModule()
            .keys()
            .make(KeyHolder.of(tenant.operator()), "system")
            .orElseThrow();
    FakeWalletServer wallet =
        FakeWalletServer.start(
            key.keyId(), Base64.getUrlDecoder().decode(key.secret()), lateMillis);
    casino
        .casino()
        .services()
        .remote()
        .office()
        .wallets()
        .keepAt(tenant.operator().operatorId(), wallet.url(), key.keyId(), "system");
    return new RemoteOperator(casino, tenant, wallet);
  }

  public int operatorId() {
    return tenant.operator().operatorId();
  }

  public String host() {
    return tenant.host();
  }

  public Tenant tenant() {
    return tenant;
  }

  public FakeWalletServer wallet() {
    return wallet;
  }

  public WalletBooks books() {
    return wallet.books();
  }

  /// The token of a player's session here, who comes from the operator's page.
  public String welcome(String player) {
    Answer answer = arrive("token-" + player);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return answer.json().path("token").asText();
  }

  public Answer arrive(String token) {
    return casino.send(
        "POST",
        "/api/session/wallet",
        "{\"token\":\"" + token + "\"}",
        Map.of("Host", tenant.host()));
  }

  public Answer get(String session, String path) {
    return tenant.ask(session, "GET", "/api/casino/" + path, null);
  }

  public Answer post(String session, String path, String body, String key) {
    return tenant.ask(session, "POST", "/api/casino/" + path, body, Map.of("Idempotency-Key", key));
  }

  /// Asks again until the answer is final.
  public Answer untilFinal(String session, String path, String body, String key)
      throws InterruptedException {
    Concurrently.await("the bet ends", () -> post(session, path, body, key).status() != 202);
    return post(session, path, body, key);
  }

  /// Lets the wallet behave again, and returns once all bets have ended.
  public void awaitEnd() throws InterruptedException {
    wallet.behave();
    books().refuse("");
    Concurrently.await(
        "all bets end",
        () -> {
          try {
            return unresolved() == 0;
          } catch (SQLException failure) {
            throw new AssertionError(failure);
          }
        });
  }

  /// Where the wallet is below `/api/ops/`.
  public String walletPath() {
    return "operators/" + tenant.operator().code() + "/wallet";
  }

  /// A staff member of the operator.
  public StaffClient member() {
    return StaffClient.make(casino, tenant.operator().code() + "-anna", Role.MANAGER, operatorId());
  }

  public long unresolved() throws SQLException {
    return casino.number(
        "SELECT count(*) FROM remote_bet WHERE ended_at IS NULL AND operator_id = " + operatorId());
  }

  /// What the operator's players have won in rounds here, less what they lost.
  public long wonHere() throws SQLException {
    return casino.number(
        """
        SELECT coalesce(sum(r.payout - r.stake), 0)::bigint
          FROM round r JOIN player p USING (player_id) WHERE p.operator_id = %d
        """
            .formatted(operatorId()));
  }

  /// Both books say the same, to the last unit.
  public void assertBooksAgree() throws SQLException {
    assertThat(books().paidOut()).isEqualTo(wonHere());
    assertThat(
            casino.number(
                "SELECT sum(balance)::bigint FROM account WHERE kind = 'remote' AND operator_id = "
                    + operatorId()))
        .isEqualTo(wonHere());
    assertThat(
            casino.number(
                """
                SELECT coalesce(sum(balance), 0)::bigint FROM account
                 WHERE kind = 'player' AND operator_id =\
                """
                    + operatorId()))
        .as("what passes through here stays nowhere")
        .isZero();
    Instant to = Instant.now().plusSeconds(1);
    long bets = 0;
    for (Instant from = to.minus(Duration.ofHours(1)); from.isBefore(to); ) {
      Reconciliation.Result result =
          casino
              .casino()
              .services()
              .remote()
              .office()
              .reconciliation()
              .compare(operatorId(), from, to);
      assertThat(result).isInstanceOf(Reconciliation.Result.Compared.class);
      Reconciliation.Result.Compared compared = (Reconciliation.Result.Compared) result;
      assertThat(compared.unresolved()).isEmpty();
      assertThat(compared.differences()).isEmpty();
      bets += compared.compared();
      from = compared.through();
    }
    assertThat(bets)
        .as("every bet was compared")
        .isEqualTo(
            casino.number("SELECT count(*) FROM remote_bet WHERE operator_id = " + operatorId()));
  }

  @Override
  public void close() throws IOException {
    wallet.close();
  }
}
