package dev.pitboss.connections;

import dev.pitboss.connections.internal.Reflected;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import javax.sql.ConnectionEvent;
import javax.sql.DataSource;
import javax.sql.PooledConnection;

/// The pool that comes with HSQLDB: places, each with a state and a connection.
final class HsqldbPools {
  /// The state of a place whose connection is out.
  private static final int ALLOCATED = 2;

  private HsqldbPools() {}

  static int taken(AtomicIntegerArray states) {
    int taken = 0;
    for (int place = 0; place < states.length(); place++) {
      taken += states.get(place) == ALLOCATED ? 1 : 0;
    }
    return taken;
  }

  /// Tells the pool that the connection has failed, upon which its place is free for a new one.
  @SuppressWarnings("ReferenceEquality") // identity is the point
  static void evict(DataSource pool, Connection pooled) throws SQLException {
    Object places = Reflected.follow(pool, "connections");
    for (Object place : places instanceof Object[] all ? all : new Object[0]) {
      if (place instanceof PooledConnection physical
          && Reflected.follow(physical, "userConnection") == pooled) {
        Reflected.call(pool, "connectionErrorOccurred", new ConnectionEvent(physical));
        physical.close();
        return;
      }
    }
    pooled.close(); // it has been given back already
  }
}
