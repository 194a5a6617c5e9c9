package dev.pitboss.server.seamlesswallet.inbound;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// Providers' payouts beyond stakes, counted towards the limits of the day ([Providers.Limits]). A
/// gain is reserved before the money moves and given back if it did not, so the limit holds over
/// all servers; a server that dies in between leaves it reserved. Thread-safe.
///
/// Only calls that pay more than was staked come here: bets, rollbacks and lost bets cost nothing.
final class Payouts {
  /// For reports; a day that is over is never asked for by a call.
  private static final Duration KEPT = Duration.ofDays(40);

  private final Database database;
  private final InstantSource clock;

  Payouts(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// What a call pays beyond the stake of its bet.
  ///
  /// @param amount minor units, at least 0
  /// @param promotional whether the bet had no stake
  record Gain(long amount, boolean promotional) {
    /// A win of a bet.
    ///
    /// @param stake of the bet
    /// @param before what the bet has won before
    /// @param amount what it wins now
    static Gain of(long stake, long before, long amount) {
      long after = Math.addExact(before, amount);
      long gain = Math.max(0, after - stake) - Math.max(0, before - stake);
      return new Gain(gain, stake == 0);
    }

    private long promotionalAmount() {
      return promotional ? amount : 0;
    }
  }

  /// A gain that counts.
  record Reserved(int providerId, LocalDate day, Gain gain) {}

  /// Counts a gain above 0; empty when the day's limit has no room for it.
  Optional<Reserved> reserve(int providerId, Gain gain) {
    LocalDate day = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
    Instant expiresAt = day.atStartOfDay(ZoneOffset.UTC).toInstant().plus(KEPT);
    int counted =
        database.inOneStatement(connection ->
            Sql.update(
                connection,
                """
                INSERT INTO provider_day AS d (provider_id, day, gain, promotional, expires_at)
                SELECT p.provider_id, ?, g.gain, g.promotional, ?
                  FROM provider p, (VALUES (?::bigint, ?::bigint)) g (gain, promotional)
                 WHERE p.provider_id = ? AND g.gain <= p.max_gain_per_day
                   AND g.promotional <= p.max_promotional_per_day
                ON CONFLICT (provider_id, day) DO UPDATE
                   SET gain = d.gain + excluded.gain,
                       promotional = d.promotional + excluded.promotional
                 WHERE EXISTS (
                       SELECT FROM provider p
                        WHERE p.provider_id = d.provider_id
                          AND d.gain + excluded.gain <= p.max_gain_per_day
                          AND (excluded.promotional = 0
                               OR d.promotional + excluded.promotional <= p.max_promotional_per_day))
                """,
                day,
                expiresAt,
                gain.amount(),
                gain.promotionalAmount(),
                providerId));
    return counted == 0 ? Optional.empty() : Optional.of(new Reserved(providerId, day, gain));
  }

  /// Counts a gain no more, because its money did not move.
  void release(Reserved reserved) {
    database.inOneStatement(connection ->
        Sql.update(
            connection,
            """
            UPDATE provider_day SET gain = gain - ?, promotional = promotional - ?
             WHERE provider_id = ? AND day = ?
            """,
            reserved.gain().amount(),
            reserved.gain().promotionalAmount(),
            reserved.providerId(),
            reserved.day()));
  }
}
