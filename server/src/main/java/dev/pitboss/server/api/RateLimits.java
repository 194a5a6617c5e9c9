package dev.pitboss.server.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.hashing.Sha256;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Response;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Request rates per address, account or session. Counted at this server, in memory that is
/// bounded: who has not asked for longest is forgotten first. Thread-safe.
public final class RateLimits {
  /// Buckets kept, some 200 bytes each.
  private static final int MAX_BUCKETS = 100_000;

  /// The longest time any bucket takes to fill: one that was not asked for longer is full.
  private static final Duration MEMORY = Duration.ofHours(1);

  /// What is counted. A bucket of `capacity` fills evenly in `period`.
  public enum Rate {
    /// Opening accounts as a guest, per address. A school or a company shares one.
    GUESTS_OF_ADDRESS(60, Duration.ofMinutes(1)),
    /// Signing in, per address.
    LOGINS_OF_ADDRESS(30, Duration.ofMinutes(1)),
    /// Signing in, per 24 bits of IPv4 or 48 of IPv6: one client with many addresses has them
    /// there.
    LOGINS_OF_NETWORK(240, Duration.ofMinutes(1)),
    /// Signing in, per name that is tried.
    LOGINS_OF_NAME(10, Duration.ofMinutes(1)),
    /// Registering, per address.
    REGISTRATIONS_OF_ADDRESS(10, Duration.ofMinutes(10)),
    /// Changing the password, per account.
    PASSWORDS_OF_ACCOUNT(5, Duration.ofMinutes(10)),
    /// Actions that leave permanent rows, per account: breaks and exclusions, passkeys.
    LASTING_ACTS_OF_ACCOUNT(60, Duration.ofHours(1)),
    /// Anything, per address other than this machine's.
    REQUESTS_OF_ADDRESS(2_000, Duration.ofSeconds(10)),
    /// Malformed or slow requests, per address other than this machine's.
    FAULTS_OF_ADDRESS(100, Duration.ofSeconds(10)),
    /// Anything, per account, however many addresses it is used from.
    REQUESTS_OF_ACCOUNT(1_000, Duration.ofSeconds(10));

    private final long capacity;
    private final Duration period;

    Rate(long capacity, Duration period) {
      this.capacity = capacity;
      this.period = period;
    }

    /// Requests a full bucket admits.
    public long capacity() {
      return capacity;
    }

    Duration period() {
      return period;
    }
  }

  private record Key(Rate rate, String subject) {}

  private final int factor;
  private final TimeMeter clock;
  private final Cache<Key, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MAX_BUCKETS).expireAfterAccess(MEMORY).build();

  public RateLimits(int factor) {
    this(factor, TimeMeter.SYSTEM_NANOTIME);
  }

  public RateLimits(int factor, TimeMeter clock) {
    this.factor = factor;
    this.clock = clock;
  }

  /// The refusal, when the address has asked for that too often.
  public Optional<Response> refuse(Rate rate, ClientAddress address) {
    Optional<Response> refusal = refuse(rate, address.household());
    // each attempt leaves a row for a day, so a network's are counted together, too
    return refusal.isEmpty() && rate == Rate.LOGINS_OF_ADDRESS && address.isReadable()
        ? refuse(Rate.LOGINS_OF_NETWORK, address.network())
        : refusal;
  }

  /// The refusal, when the subject has asked for that too often.
  ///
  /// @param subject the counted account or address; a text a client made up is kept as its hash
  public Optional<Response> refuse(Rate rate, String subject) {
    Bucket bucket = buckets.get(new Key(rate, subject), _ -> full(rate));
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (probe.isConsumed()) {
      return Optional.empty();
    }
    long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill());
    return Optional.of(tooMany("rate_limited", "rate limit exceeded", seconds));
  }

  /// As a subject of bounded length.
  public static String hashed(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(text));
  }

  public static Response tooMany(String code, String detail, long seconds) {
    return Response.problem(Problem.of(Problem.Status.TOO_MANY_REQUESTS, code, detail))
        .withHeader("Retry-After", Long.toString(seconds));
  }

  private Bucket full(Rate rate) {
    long capacity = Math.multiplyExact(rate.capacity(), factor);
    return Bucket.builder()
        .withCustomTimePrecision(clock)
        .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, rate.period()))
        .build();
  }
}
