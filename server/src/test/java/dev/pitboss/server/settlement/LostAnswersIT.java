package dev.pitboss.server.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.database.CutProxy;
import dev.pitboss.server.ledger.StoredBets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// The wire to the database is cut when a settlement has committed and before its answer is read.
class LostAnswersIT {
  private static final int TIMES = 1_000;
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";

  private static CutProxy proxy;
  private static CasinoFixture casino;

  @BeforeAll
  static void start() throws Exception {
    proxy = new CutProxy();
    casino = CasinoFixture.start(proxy::inFrontOf);
  }

  @AfterAll
  static void stop() throws Exception {
    casino.close();
    proxy.close();
  }

  @Test
  void eachOfAThousandBetsIsSettledOnceAndToldSo() throws Exception {
    List<Guest> guests = IntStream.range(0, 10).mapToObj(_ -> casino.guest()).toList();
    int before = proxy.cuts();
    int resolvedAtOnce = 0;
    for (int i = 0; i < TIMES; i++) {
      Guest guest = guests.get(i % guests.size());
      proxy.cutNext(StoredBets.red(10));
      Answer answer = guest.post("play/roulette", RED, "lost-" + i);
      resolvedAtOnce += answer.status() == 200 ? 1 : 0;
      while (answer.status() != 200) {
        // never "failed": a bet with an unknown outcome is pending, and its key tells
        assertThat(answer.status()).as(answer.toString()).isIn(202, 503);
        answer = guest.post("play/roulette", RED, "lost-" + i);
      }
    }

    assertThat(proxy.cuts() - before).isEqualTo(TIMES);
    assertThat(resolvedAtOnce).as("resolved by the server itself").isGreaterThan(TIMES * 9 / 10);
    assertThat(casino.number("SELECT count(*) FROM round")).isEqualTo(TIMES);
    assertThat(casino.number("SELECT sum(stake)::bigint FROM round")).isEqualTo(10L * TIMES);
    assertThat(casino.number("SELECT sum(balance)::bigint FROM account")).isZero();
    assertThat(casino.get("/health").json().at("/checks/invariants/broken")).isEmpty();
  }

  @Test
  void treatingALostAnswerAsAFailureBooksTwice() throws Exception {
    casino.sql("CREATE TABLE naive (id int PRIMARY KEY, balance bigint NOT NULL)");
    casino.sql("INSERT INTO naive VALUES (1, 100)");
    PGSimpleDataSource database = new PGSimpleDataSource();
    try (Connection owner = casino.owner()) {
      database.setUrl(owner.getMetaData().getURL());
    }
    database.setUser(casino.databaseUser());
    database.setPassword(casino.databasePassword());
    var wire = proxy.inFrontOf(database);

    proxy.cutNext("UPDATE naive");
    try (Connection connection = wire.getConnection()) {
      assertThatThrownBy(() -> stake(connection)).isInstanceOf(SQLException.class);
    }
    try (Connection connection = wire.getConnection()) {
      stake(connection);
    }

    assertThat(casino.number("SELECT balance FROM naive")).isEqualTo(80);
  }

  private static void stake(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("UPDATE naive SET balance = balance - 10 WHERE id = 1");
    }
  }
}
