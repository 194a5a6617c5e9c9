package dev.pitboss.connections;

import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.ObjectName;

/// The registration of one tracker with the platform's JMX server.
final class Jmx implements AutoCloseable {
  private final ObjectName name;

  /// The name belongs to another tracker.
  static final class NameTakenException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    NameTakenException(String message, JMException cause) {
      super(message, cause);
    }
  }

  /// Registers a tracker. A pool that has just been closed may not have been noticed yet: its name
  /// is free.
  ///
  /// @throws NameTakenException if another tracker has this name
  static Jmx register(ConnectionTracker tracker, String name) {
    for (ConnectionTracker other : ConnectionTracker.open()) {
      if (other.name().equals(name) && other.isPoolClosed()) {
        other.close();
      }
    }
    return new Jmx(tracker, name);
  }

  /// @throws NameTakenException if another tracker has this name
  private Jmx(ConnectionTracker tracker, String poolName) {
    String failure = "cannot register tracker '" + poolName + "' with JMX";
    try {
      name =
          new ObjectName(
              "dev.pitboss.connections:type=ConnectionTracker,name=" + ObjectName.quote(poolName));
      ManagementFactory.getPlatformMBeanServer().registerMBean(new Bean(tracker), name);
    } catch (InstanceAlreadyExistsException e) {
      throw new NameTakenException(failure, e);
    } catch (JMException e) {
      throw new IllegalStateException(failure, e);
    }
  }

  @Override
  public void close() {
    try {
      ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    } catch (JMException ignored) {
      // already removed, which is the intended state
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
