package casino;

import dev.pitboss.connections.ConnectionTracker;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/// All that tracking takes: every data source is replaced by its drop-in.
@Singleton
class TrackedConnections implements BeanCreatedEventListener<DataSource> {
  @Override
  public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
    String name = event.getBeanIdentifier().getName();
    return ConnectionTracker.builder(event.getBean()).name(name).build().asDataSource();
  }
}
