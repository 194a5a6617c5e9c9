package dev.pitboss.server.seamlesswallet.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.api.Services;
import dev.pitboss.server.clients.ClientInfo;
import dev.pitboss.server.database.DatabaseFailure;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.players.Player;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Another wallet that fails in every way there is, a thousand times; `-Dpitboss.faults=10000`
/// takes ten times as long.
class FaultStormIT {
  private static final int FAULTS = Integer.getInteger("pitboss.faults", 1_000);
  private static final int PLAYERS = 48;
  private static final long SEED = 20_261_125;
  private static final double PROBABILITY = 0.6;

  /// Short, so that a fault takes little time; a late answer comes after it.
  private static final Duration ANSWER = Duration.ofMillis(80);

  private static final long LATE_MILLIS = 120;

  private static CasinoFixture casino;

  @BeforeAll
  static void start() {
    casino = CasinoFixture.start();
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  @Test
  void everyUnknownEndsOnceAndBothBooksAgree() throws Exception {
    try (RemoteOperator operator = RemoteOperator.make(casino, LATE_MILLIS);
        WalletsOfOperators impatient = impatient()) {
      Player[] players = new Player[PLAYERS];
      for (int i = 0; i < PLAYERS; i++) {
        players[i] = arrive(operator, i);
      }
      operator.wallet().fail(FakeWalletServer.random(SEED, PROBABILITY));
      Concurrently.times(
          PLAYERS,
          n -> {
            while (operator.wallet().faults() < FAULTS) {
              bet(impatient, players[n]);
            }
            return n;
          });
      operator.wallet().behave();
      awaitEnd(operator);

      assertThat(operator.wallet().faults()).as("seed " + SEED).isGreaterThanOrEqualTo(FAULTS);
      assertThat(count("settled")).isGreaterThan(FAULTS / 50);
      assertThat(count("taken_back")).isGreaterThan(FAULTS / 50);
      assertThat(count("disputed")).isZero();
      operator.assertBooksAgree();
      assertThat(casino.get("/health").json().at("/checks/invariants/broken")).isEmpty();
      assertThat(
              casino.number(
                  "SELECT count(*) FROM posting_guard g JOIN remote_bet b USING (guard_id)"))
          .isZero();
    }
  }

  /// On a machine that is busy a player may be told that there was no connection, and bets again.
  private static void bet(WalletsOfOperators wallets, Player player) {
    try {
      wallets.play().bet(player, IdempotencyKey.fresh(), wager());
    } catch (DatabaseFailure failure) {
      if (failure.kind() != DatabaseFailure.Kind.UNAVAILABLE) {
        throw failure;
      }
    }
  }

  @Test
  void treatingNoAnswerAsNoBetEndsWithDifferentBooks() throws Exception {
    try (RemoteOperator operator = RemoteOperator.make(casino, LATE_MILLIS);
        WalletClient client = new WalletClient(InstantSource.system(), ANSWER)) {
      RemoteWallet wallet =
          casino
              .casino()
              .services()
              .remote()
              .office()
              .wallets()
              .of(operator.operatorId())
              .orElseThrow();
      operator.wallet().fail(FakeWalletServer.random(SEED, PROBABILITY));
      long believed = 0;
      // a busy machine may answer none of the first calls in time
      for (int storm = 0; storm < 20 && operator.books().paidOut() == believed; storm++) {
        believed +=
            Concurrently.times(300, n -> naive(client, wallet, n)).stream()
                .mapToLong(Long::longValue)
                .sum();
      }
      assertThat(operator.books().paidOut()).isNotEqualTo(believed);
    }
  }

  /// A bet of 10 that wins 20 or nothing, by a naive client that tries once and trusts the answer.
  private static long naive(WalletClient client, RemoteWallet wallet, int n) {
    RemoteBet bet =
        new RemoteBet(
            new RemoteBet.Key(1, UUID.randomUUID()),
            wallet.operatorId(),
            "roulette",
            10,
            "{}",
            new RemoteBet.Guest("naive" + n, "session"),
            RemoteBet.State.INTENDED,
            0,
            null,
            null,
            null,
            0,
            InstantSource.system().instant(),
            RemoteBet.End.NONE);
    if (!(client.ask(wallet, Contract.bet(bet, wallet)) instanceof WalletReply.Done)) {
      return 0;
    }
    long payout = n % 2 * 20L;
    return client.ask(wallet, Contract.win(bet, wallet, payout)) instanceof WalletReply.Done
        ? payout - 10
        : -10;
  }

  private static Player arrive(RemoteOperator operator, int number) {
    RemotePlayers players = casino.casino().services().remote().players();
    RemotePlayers.Arrival arrival =
        players.arrive(operator.operatorId(), "token-storm" + number, ClientInfo.UNKNOWN);
    assertThat(arrival).isInstanceOf(RemotePlayers.Arrival.In.class);
    return ((RemotePlayers.Arrival.In) arrival).arrival().player();
  }

  private static Bet wager() {
    return casino
        .casino()
        .services()
        .catalogue()
        .game("roulette")
        .orElseThrow()
        .read(
            JsonObject.parse(
                "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}".getBytes(StandardCharsets.UTF_8)));
  }

  /// The same as the casino's own, which runs beside it like another server, with less patience.
  private static WalletsOfOperators impatient() {
    Services services = casino.casino().services();
    return WalletsOfOperators.start(
        new WalletsOfOperators.Parts(
            services.database(),
            services.wallet(),
            services.operatorModule(),
            services.players(),
            services.play(),
            InstantSource.system()),
        new WalletsOfOperators.Times(ANSWER, Duration.ofSeconds(1), Duration.ofMillis(50)));
  }

  private static long count(String state) throws SQLException {
    return casino.number("SELECT count(*) FROM remote_bet WHERE state = '" + state + "'");
  }

  private static void awaitEnd(RemoteOperator operator) throws InterruptedException {
    Optional<Long> left = Optional.empty();
    for (int i = 0; i < 1_200 && !left.equals(Optional.of(0L)); i++) {
      Thread.sleep(25);
      try {
        left = Optional.of(operator.unresolved());
      } catch (SQLException failure) {
        throw new AssertionError(failure);
      }
    }
    assertThat(left).as("bets that have not ended").contains(0L);
  }
}
