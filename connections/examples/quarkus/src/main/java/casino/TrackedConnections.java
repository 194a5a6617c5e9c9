package casino;

import dev.pitboss.connections.ConnectionTracker;
import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.ClientProxy;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/// All that tracking takes: Agroal reports every borrow from now on.
@ApplicationScoped
class TrackedConnections {
  void start(@Observes StartupEvent event, AgroalDataSource pool) {
    ConnectionTracker.builder(ClientProxy.unwrap(pool))
        .name("casino")
        .defaultHold(Duration.ofSeconds(1))
        .build();
  }
}
