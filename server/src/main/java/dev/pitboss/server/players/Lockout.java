package dev.pitboss.server.players;

import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.hashing.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Slows down password guessing: per name, whether or not it exists, and per address. An attempt is
/// counted before it is judged and taken back when it proves right, so that a thousand at once are
/// a thousand. Counted in the database, for all servers together. Thread-safe.
public final class Lockout {
  /// Wrong attempts at one name before it is locked.
  public static final int FREE_PER_NAME = 5;

  /// A household, or a company behind one address, mistypes more often.
  public static final int FREE_PER_ADDRESS = 50;

  /// The first lock; each attempt after it doubles the next, up to [#LONGEST].
  public static final Duration FIRST = Duration.ofMinutes(1);

  public static final Duration LONGEST = Duration.ofHours(1);

  /// Without an attempt for so long, all is forgotten.
  public static final Duration MEMORY = Duration.ofDays(1);

  /// Where doubling has long passed the longest lock, and the power is no overflow.
  private static final int MAX_DOUBLINGS = 10;

  private final Database database;
  private final InstantSource clock;
  private final int freePerAddress;

  /// @param addressFactor how many times the usual attempts an address may make
  public Lockout(Database database, InstantSource clock, int addressFactor) {
    this.database = database;
    this.clock = clock;
    this.freePerAddress = Math.multiplyExact(FREE_PER_ADDRESS, addressFactor);
  }

  /// A counted name or address, and how many wrong attempts are free.
  @SuppressWarnings("ArrayRecordComponent") // a key, never compared
  private record Subject(byte[] hash, int free) {}

  /// An attempt that was let through and counted, and what counts it.
  ///
  /// @param locks whether the name is locked from now on, if the attempt is wrong
  @SuppressWarnings("ArrayRecordComponent") // two keys, never compared
  public record Attempt(byte[] name, byte[] address, boolean locks) {}

  /// Result of asking for an attempt.
  public sealed interface Asked {
    record Allowed(Attempt attempt) implements Asked {}

    record Locked(Duration until) implements Asked {}
  }

  /// Counts an attempt as failed, unless name or address is locked.
  public Asked ask(int operatorId, String typedName, ClientAddress address) {
    Subject name = new Subject(nameHash(operatorId, typedName), FREE_PER_NAME);
    Subject household = new Subject(Sha256.of("address " + address.household()), freePerAddress);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // what the database keeps
    return database.inTransaction(connection -> {
      // the address first: a locked address must not lock a name for other addresses
      boolean locks = false;
      for (Subject subject : List.of(household, name)) {
        Optional<Instant> locked = count(connection, subject, now);
        if (locked.isEmpty()) {
          return new Asked.Locked(
              Duration.between(now, lockedUntil(connection, subject)).plusSeconds(1));
        }
        locks = locked.get().isAfter(now);
      }
      return new Asked.Allowed(new Attempt(name.hash(), household.hash(), locks));
    });
  }

  /// Until when that name is locked, by now or in the past; empty without recent attempts.
  static Optional<Instant> lockedUntil(Connection connection, int operatorId, String name)
      throws SQLException {
    return Sql.first(
        connection,
        "SELECT locked_until FROM sign_in_failure WHERE subject = ?",
        row -> Sql.instant(row, "locked_until"),
        nameHash(operatorId, name));
  }

  /// Forgets all wrong attempts at that name.
  static void unlock(Connection connection, int operatorId, String name) throws SQLException {
    Sql.update(
        connection,
        "DELETE FROM sign_in_failure WHERE subject = ?",
        (Object) nameHash(operatorId, name));
  }

  private static byte[] nameHash(int operatorId, String typedName) {
    return Sha256.of("name " + operatorId + " " + Username.keyOf(typedName));
  }

  /// Takes an attempt back that was not wrong after all, and with it all wrong ones at its name.
  public static void wasRight(Connection connection, Attempt attempt) throws SQLException {
    takeBack(connection, attempt.address());
    Sql.update(connection, "DELETE FROM sign_in_failure WHERE subject = ?", attempt.name());
  }

  /// Takes an attempt back of which nothing is known.
  public void wasNotJudged(Attempt attempt) {
    database.inTransaction(connection -> {
      takeBack(connection, attempt.address());
      takeBack(connection, attempt.name());
      return true;
    });
  }

  /// Deletes what is forgotten, and at most so many.
  int deleteForgotten(int max) {
    Instant now = clock.instant();
    return database.inTransaction(connection ->
        Sql.update(
            connection,
            """
            DELETE FROM sign_in_failure WHERE subject IN (
              SELECT subject FROM sign_in_failure WHERE forget_at <= ?
               ORDER BY forget_at LIMIT ? FOR UPDATE SKIP LOCKED)
            """,
            now,
            max));
  }

  private static Instant lockedUntil(Connection connection, Subject subject) throws SQLException {
    return Sql.one(
        connection,
        "SELECT locked_until FROM sign_in_failure WHERE subject = ?",
        row -> Sql.instant(row, "locked_until"),
        subject.hash());
  }

  /// Until when it is locked now that it was counted; empty when it was not, being locked. The row
  /// is locked meanwhile, so of many at once each finds what those before it did.
  private static Optional<Instant> count(Connection connection, Subject subject, Instant now)
      throws SQLException {
    return Sql.first(
        connection,
        """
        INSERT INTO sign_in_failure AS f (subject, failures, locked_until, forget_at)
        VALUES (?, 1, ?, ?)
        ON CONFLICT (subject) DO UPDATE SET
          failures = CASE WHEN f.forget_at <= ? THEN 1 ELSE f.failures + 1 END,
          locked_until = CASE WHEN f.forget_at > ? AND f.failures + 1 >= ?
            THEN ?::timestamptz + least(?::float8,
                   ?::float8 * power(2, least(f.failures + 1 - ?, ?))) * interval '1 second'
            ELSE f.locked_until END,
          forget_at = excluded.forget_at
         WHERE f.locked_until <= ?
        RETURNING locked_until
        """,
        row -> Sql.instant(row, "locked_until"),
        subject.hash(),
        now,
        now.plus(MEMORY),
        now,
        now,
        subject.free(),
        now,
        (double) LONGEST.toSeconds(),
        (double) FIRST.toSeconds(),
        subject.free(),
        MAX_DOUBLINGS,
        now);
  }

  private static void takeBack(Connection connection, byte[] subject) throws SQLException {
    Sql.update(
        connection, "DELETE FROM sign_in_failure WHERE subject = ? AND failures = 1", subject);
    Sql.update(
        connection,
        "UPDATE sign_in_failure SET failures = failures - 1 WHERE subject = ? AND failures > 1",
        subject);
  }
}
