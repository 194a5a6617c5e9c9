package dev.pitboss.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.monitoring.Invariants;
import dev.pitboss.server.monitoring.LedgerProof;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Months end and leave the database while two servers settle bets: no bet is refused, none settles
/// twice, and no check takes a month on its way for a loss.
class MonthsWhileBettingIT {
  private static final int MONTHS = 6;

  @Test
  void betsAreSettledOnceWhileMonthsEndAndAreArchived() throws Exception {
    try (CasinoFixture casino = CasinoFixture.start();
        CasinoFixture other = casino.another()) {
      Months months = new Months(casino);
      Files.createSymbolicLink(other.seedKey().resolveSibling(BetArchive.FOLDER), months.folder());
      Queue<Answer> refused = new ConcurrentLinkedQueue<>();
      Map<String, String> answers = new ConcurrentHashMap<>();
      AtomicBoolean over = new AtomicBoolean();
      List<Thread> players = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Guest guest = casino.guest();
        Guest elsewhere = other.known(guest);
        players.add(Thread.ofVirtual().start(() -> bet(guest, elsewhere, answers, refused, over)));
      }
      List<Invariants.Broken> broken = new ArrayList<>();
      for (int month = 0; month < MONTHS; month++) {
        Thread.sleep(300);
        // as if the month had begun long ago: its bets stay as they are
        casino.sql(
            "UPDATE bet_month SET opened_at = opened_at - interval '1 year' WHERE state = 'open'");
        for (int attempt = 0; attempt < 20; attempt++) {
          if (new BetMonths(casino.casino().services().database(), java.time.InstantSource.system())
              .closeEnded()
              .isPresent()) {
            break;
          }
        }
        casino.sql(
            """
            DO $$ BEGIN
              EXECUTE (SELECT format('UPDATE %I SET settled_at = settled_at - interval ''1 year''',
                                     relation)
                         FROM bet_month WHERE state = 'closed');
            END $$
            """);
        broken.addAll(
            LedgerProof.around(casino.casino().services().database(), () -> archive(months)));
      }
      over.set(true);
      for (Thread player : players) {
        player.join();
      }

      assertThat(refused).isEmpty();
      assertThat(broken).isEmpty();
      assertThat(casino.number("SELECT count(*) FROM bet_month WHERE state = 'archived'"))
          .isEqualTo(MONTHS);
      assertThat(
              casino.number(
                  "SELECT (SELECT count(*) FROM stored_bet) + (SELECT sum(bets) FROM archived_run)"))
          .isEqualTo(answers.size());
      try (Connection owner = casino.owner()) {
        assertThat(LedgerProof.broken(owner)).isEmpty();
      }
      assertThat(casino.get("/health").json().at("/checks/invariants/ok").asBoolean(true)).isTrue();
    }
  }

  private static void archive(Months months) {
    try {
      assertThat(months.archive(_ -> {})).isInstanceOf(BetArchiver.Result.Archived.class);
    } catch (java.io.IOException failure) {
      throw new AssertionError(failure);
    }
  }

  /// Every bet at one server, and again at the other.
  private static void bet(
      Guest guest,
      Guest elsewhere,
      Map<String, String> answers,
      Queue<Answer> refused,
      AtomicBoolean over) {
    for (int i = 0; !over.get(); i++) {
      String key =
          i % 3 == 0 ? UUID.randomUUID().toString() : UuidCreator.getTimeOrderedEpoch().toString();
      Answer first = (i % 2 == 0 ? guest : elsewhere).post("play/roulette", Months.RED, key);
      Answer again = (i % 2 == 0 ? elsewhere : guest).post("play/roulette", Months.RED, key);
      if (first.status() != 200 || again.status() != 200 || !again.body().equals(first.body())) {
        refused.add(first);
        refused.add(again);
      }
      answers.put(key, first.body());
    }
  }
}
