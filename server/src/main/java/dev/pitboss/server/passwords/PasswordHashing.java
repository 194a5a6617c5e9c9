package dev.pitboss.server.passwords;

import dev.pitboss.server.scheduling.FatalErrors;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/// Hashes passwords, at most [#AT_ONCE] at a time, so that signing in never starves players. They
/// have threads of their own: on a virtual thread such work would hold up every request that shares
/// its carrier. Never call it with a database connection in hand. Thread-safe.
public final class PasswordHashing implements AutoCloseable {
  /// Each takes a core and 19 MiB for tens of milliseconds.
  public static final int AT_ONCE = 2;

  /// Who comes behind more than these would wait longer than [#TIMEOUT].
  private static final int MAX_WAITING = 32;

  /// A hash takes tens of milliseconds on a quiet machine and a second on a busy one: this is
  /// enough for a short queue there, and a person at a page still waits for it. A request may need
  /// two.
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final SecureRandom random = new SecureRandom();
  private final LongAdder hashed = new LongAdder();

  /// No password has this hash; finding that out costs as much as for any other.
  private final Argon2id decoy =
      new Argon2id(
          Argon2id.MEMORY_KIB,
          Argon2id.PASSES,
          freshBytes(Argon2id.SALT_BYTES),
          freshBytes(Argon2id.TAG_BYTES));

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          Thread.ofPlatform().daemon().name("password-", 0).factory());

  /// Result of a comparison.
  public enum Match {
    YES,
    NO,
    /// Too many wait already; nothing is known.
    BUSY
  }

  /// The password's hash in PHC form; empty when too many wait already.
  public Optional<String> hash(Password password) {
    byte[] salt = freshBytes(Argon2id.SALT_BYTES);
    return inTurn(() -> Argon2id.of(password, salt).phc());
  }

  /// Whether the password has that hash. Without one, or with one that cannot be read, it costs the
  /// same and never matches: the time does not reveal which accounts exist.
  ///
  /// @param stored in PHC form
  public Match compare(Password password, Optional<String> stored) {
    Optional<Argon2id> known = stored.flatMap(Argon2id::parse);
    Argon2id against = known.orElse(decoy);
    return inTurn(() -> against.isOf(password) && known.isPresent())
        .map(matches -> matches ? Match.YES : Match.NO)
        .orElse(Match.BUSY);
  }

  /// How many hashes were made since the start.
  public long hashed() {
    return hashed.sum();
  }

  /// The most that were ever made at the same time.
  public int mostAtOnce() {
    return threads.getLargestPoolSize();
  }

  /// How many wait for their turn now.
  public int waiting() {
    return threads.getQueue().size();
  }

  /// Ends after the hashes in work.
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private <T> Optional<T> inTurn(Callable<T> work) {
    Future<T> turn;
    try {
      turn =
          threads.submit(() -> {
            hashed.increment();
            return work.call();
          });
    } catch (RejectedExecutionException _) {
      return Optional.empty();
    }
    try {
      return Optional.of(turn.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      turn.cancel(false);
      return Optional.empty();
    } catch (InterruptedException _) {
      turn.cancel(false);
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException failure) {
      FatalErrors.check(failure);
      throw new IllegalStateException("hashing does not fail", failure.getCause());
    }
  }

  private byte[] freshBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
