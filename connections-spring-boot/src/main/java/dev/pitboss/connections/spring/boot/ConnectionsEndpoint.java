package dev.pitboss.connections.spring.boot;

import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/// `/actuator/connections`: the report of every tracked data source; `/actuator/connections/NAME`:
/// that of one bean. It shows lines of code and names of threads, so it is not exposed over HTTP
/// unless `management.endpoints.web.exposure.include` says so. Thread-safe.
@Endpoint(id = "connections")
public class ConnectionsEndpoint {
  private final TrackedDataSources sources;

  ConnectionsEndpoint(TrackedDataSources sources) {
    this.sources = sources;
  }

  /// All reports.
  ///
  /// @param pools by bean
  public record Reports(List<Map<String, Object>> pools) {}

  /// The reports of all trackers that have started.
  @ReadOperation
  public Reports reports() {
    return new Reports(
        sources.trackers().entrySet().stream()
            .map(entry -> report(entry.getKey(), entry.getValue()))
            .toList());
  }

  /// The report of one bean.
  ///
  /// @return null if it has no tracker: not found
  @ReadOperation
  public @Nullable Map<String, Object> report(@Selector String name) {
    return sources.tracker(name).map(tracker -> report(name, tracker)).orElse(null);
  }

  /// As the agent's page has it: the fields of [LeakReport] beside the name.
  private static Map<String, Object> report(String bean, ConnectionTracker tracker) {
    LeakReport report = tracker.report();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", tracker.name());
    fields.put("bean", bean);
    for (RecordComponent component : LeakReport.class.getRecordComponents()) {
      try {
        fields.put(component.getName(), component.getAccessor().invoke(report));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + component, e);
      }
    }
    return fields;
  }
}
