package dev.pitboss.server.players;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.clients.ClientInfo;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.passwords.Password;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The response time does not reveal whether a player exists. The two kinds of attempt are made in
/// random order, so other load of the machine affects both alike.
class LoginTimeIT {
  private static final int ATTEMPTS = 24;
  private static final int NAMES = 4;
  private static final double MAX_T = 4.5;
  private static final Password WRONG = new Password("not the one at all");

  private final CasinoFixture casino = CasinoFixture.shared();
  private final Database database = casino.casino().services().database();
  private final PlayerModule players = casino.casino().services().playerModule();
  private final Operators operators = casino.casino().services().operators();
  private final Random random = new Random(10);

  @Test
  void unknownUserTakesAsLongAsAWrongPassword() {
    List<String> known = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (int i = 0; i < NAMES; i++) {
      known.add("timed." + i);
      unknown.add("absent." + i);
      register("timed." + i);
    }
    long before = players.hashing().hashed();
    attempt(known.getFirst());
    assertThat(players.hashing().hashed() - before).as("hashes for who exists").isEqualTo(1);
    attempt(unknown.getFirst());
    assertThat(players.hashing().hashed() - before).as("and for who does not").isEqualTo(2);

    double t = welch(measure(() -> attempt(any(known)), () -> attempt(any(unknown))));

    assertThat(Math.abs(t)).as("Welch's t").isLessThan(MAX_T);
  }

  /// The control: the same measure finds the difference where the work is left out.
  @Test
  void measureFindsALoginThatSkipsTheHash() {
    register("timed.control");
    double t =
        welch(
            measure(
                () -> {
                  lookUp("timed.control");
                  players.hashing().compare(WRONG, Optional.empty());
                },
                () -> lookUp("absent.control")));

    assertThat(Math.abs(t)).as("Welch's t").isGreaterThan(MAX_T);
  }

  private void register(String name) {
    assertThat(
            players
                .accounts()
                .register(
                    operators.house(),
                    new Username(name),
                    new Password("four plain words do"),
                    client()))
        .isInstanceOf(Accounts.Registration.Registered.class);
  }

  private String any(List<String> names) {
    return names.get(random.nextInt(names.size()));
  }

  private void attempt(String name) {
    assertThat(players.accounts().signIn(1, name, WRONG, client()))
        .isInstanceOf(Accounts.Login.Refused.class);
  }

  private void lookUp(String name) {
    Lockout lockout = new Lockout(database, InstantSource.system(), 1_000_000);
    Lockout.Asked asked = lockout.ask(1, name + random.nextLong(), ClientAddress.of("192.0.2.1"));
    assertThat(asked).isInstanceOf(Lockout.Asked.Allowed.class);
  }

  private static Accounts.Client client() {
    return new Accounts.Client(ClientAddress.of("192.0.2.1"), ClientInfo.UNKNOWN, Optional.empty());
  }

  /// Nanoseconds of both kinds.
  private record Times(List<Double> one, List<Double> other) {}

  private Times measure(Runnable one, Runnable other) {
    Times times = new Times(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < 2 * ATTEMPTS; i++) {
      boolean first = random.nextBoolean();
      forgetAttempts();
      long startNanos = System.nanoTime();
      (first ? one : other).run();
      (first ? times.one() : times.other()).add((double) (System.nanoTime() - startNanos));
    }
    return times;
  }

  /// Else the names would be locked.
  private void forgetAttempts() {
    database.inTransaction(connection ->
        dev.pitboss.server.database.Sql.update(connection, "DELETE FROM sign_in_failure"));
  }

  /// Of the ranks, not the nanoseconds: one attempt that a busy machine held up must not hide what
  /// all others show.
  private static double welch(Times nanos) {
    List<Double> all =
        Stream.concat(nanos.one().stream(), nanos.other().stream()).sorted().toList();
    Times times =
        new Times(
            nanos.one().stream().map(one -> (double) all.indexOf(one)).toList(),
            nanos.other().stream().map(other -> (double) all.indexOf(other)).toList());
    double oneMean = mean(times.one());
    double otherMean = mean(times.other());
    double oneVariance = variance(times.one(), oneMean) / times.one().size();
    double otherVariance = variance(times.other(), otherMean) / times.other().size();
    return (oneMean - otherMean) / Math.sqrt(oneVariance + otherVariance);
  }

  private static double mean(List<Double> sample) {
    return sample.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double variance(List<Double> sample, double mean) {
    return sample.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum()
        / (sample.size() - 1);
  }
}
