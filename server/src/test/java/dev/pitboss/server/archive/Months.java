package dev.pitboss.server.archive;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/// A casino that is months old, and what its players were answered.
final class Months {
  static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";
  static final String SPIN = "{\"stake\":20}";

  private final CasinoFixture casino;

  Months(CasinoFixture casino) {
    this.casino = casino;
  }

  /// What a player was answered: the first answers, by key, and the rounds, by ref.
  static final class Played {
    final Guest guest;
    final Map<String, Answer> answers = new LinkedHashMap<>();
    final Map<String, String> rounds = new LinkedHashMap<>();

    Played(Guest guest) {
      this.guest = guest;
    }

    void readRounds() {
      rounds.replaceAll((ref, _) -> guest.get("rounds/" + ref).body());
    }
  }

  /// Bets under keys in order, random ones and texts, with rounds of several steps in between.
  static void play(Played played, int bets) {
    Guest guest = played.guest;
    for (int i = 0; i < bets; i++) {
      String key =
          switch (i % 5) {
            case 2 -> UUID.randomUUID().toString();
            case 4 -> "text-" + played.answers.size();
            default -> UuidCreator.getTimeOrderedEpoch().toString();
          };
      Answer answer = again(guest, key);
      if (answer.status() != 200) {
        throw new AssertionError(answer);
      }
      played.answers.put(key, answer);
      played.rounds.put(answer.json().path("ref").asText(), "");
      if (i % 7 == 3) {
        String open = guest.post("slots/bet", SPIN).json().path("ref").asText();
        Answer closed = guest.post("slots/result", "{\"ref\":\"" + open + "\"}");
        if (closed.status() != 200) {
          throw new AssertionError(closed);
        }
      }
    }
  }

  /// The bet under a key is always the same.
  static Answer again(Guest guest, String key) {
    return Math.floorMod(key.hashCode(), 2) == 0
        ? guest.post("play/roulette", RED, key)
        : guest.post("play/slots-20", SPIN, key);
  }

  /// Lets all bets of the open month be that many months old, and ends the month.
  void end(int monthsAgo, Played... played) throws SQLException {
    casino.sql(
        """
        UPDATE bet SET settled_at = settled_at - make_interval(months => %1$d);
        UPDATE bet_month SET opened_at = now() - make_interval(months => %1$d) WHERE state = 'open';
        SELECT close_bet_month(now() - make_interval(months => %1$d - 1));
        UPDATE bet_month SET opened_at = now() WHERE state = 'open'
        """
            .formatted(monthsAgo));
    for (Played each : played) {
      each.readRounds();
    }
  }

  Path folder() {
    return casino.seedKey().resolveSibling(BetArchive.FOLDER);
  }

  /// Archives the oldest closed month.
  BetArchiver.Result archive(Consumer<BetArchiver.Step> steps) throws IOException {
    BetArchiver archiver =
        new BetArchiver(
            casino.casino().services().database(), folder(), steps, Duration.ofMillis(50));
    YearMonth before =
        YearMonth.from(InstantSource.system().instant().atOffset(ZoneOffset.UTC)).minusMonths(3);
    return archiver.archiveOldest(
        before,
        casino.casino().services().restrictionsModule().limits()::sumUp,
        (_, _, _, _) -> {});
  }
}
