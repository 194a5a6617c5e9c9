package dev.pitboss.connections;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/// The registration of one tracker with the platform's JMX server.
final class Jmx implements AutoCloseable {
  private final ObjectName name;

  /// @throws IllegalStateException if another tracker has this name
  Jmx(ConnectionTracker tracker, String poolName) {
    try {
      name =
          new ObjectName(
              "dev.pitboss.connections:type=ConnectionTracker,name=" + ObjectName.quote(poolName));
      ManagementFactory.getPlatformMBeanServer().registerMBean(new Bean(tracker), name);
    } catch (JMException e) {
      throw new IllegalStateException("cannot register tracker '" + poolName + "' with JMX", e);
    }
  }

  @Override
  public void close() {
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    } catch (JMException _) {
      // somebody else has removed it already: it is gone, which is what is wanted
    }
  }

  private record Bean(ConnectionTracker tracker) implements ConnectionTrackerMXBean {
    @Override
    public LeakReport getReport() {
      return tracker.report();
    }

    @Override
    public String getText() {
      return tracker.report().toText();
    }

    @Override
    public void inspect() {
      tracker.inspect();
    }
  }
}
