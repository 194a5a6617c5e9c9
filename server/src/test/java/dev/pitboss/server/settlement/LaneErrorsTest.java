package dev.pitboss.server.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.ledger.Ledger;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// A lane whose database layer throws errors, not exceptions.
class LaneErrorsTest {
  @Test
  void errorIsAnsweredAndTheLaneGoesOn() {
    AtomicInteger asked = new AtomicInteger();
    DataSource broken =
        (DataSource)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (_, method, _) -> {
                  if (method.getName().equals("getConnection")) {
                    throw asked.incrementAndGet() % 2 == 1
                        ? new StackOverflowError("on purpose")
                        : new AssertionError("on purpose");
                  }
                  throw new UnsupportedOperationException(method.getName());
                });
    try (ConnectionTracker tracker = ConnectionTracker.builder(broken).build();
        RequestTimeouts timeouts = RequestTimeouts.start();
        Lane lane = lane(new Database(tracker), timeouts)) {
      lane.start();
      for (int i = 1; i <= 4; i++) { // a lane that died would answer none after the first
        assertThatThrownBy(() -> lane.ask(1, new Probe()))
            .isInstanceOf(IllegalStateException.class)
            .cause()
            .isInstanceOf(Error.class);
        assertThat(asked).hasValue(i);
      }
    }
  }

  @NullUnmarked // nothing is read from a database that has no connections
  private static Lane lane(Database database, RequestTimeouts timeouts) {
    PlayerStateReader playerStates = new PlayerStateReader(null, null, null);
    return new Lane(0, database, new Ledger(), playerStates, InstantSource.system(), timeouts);
  }

  private record Probe(UUID requestId) implements Operation<String> {
    Probe() {
      this(UUID.randomUUID());
    }

    @Override
    public Decision<String> at(PlayerState playerState, Instant now) {
      return new Decision.Refuse<>("never asked");
    }
  }
}
