package dev.pitboss.connections;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gets from the connection of any pool to the driver's own.
///
/// JDBC has no call for it: `unwrap(Connection.class)` may be answered by the pool's own wrapper.
/// So several ways are tried; nearly every pool leaves one open.
final class RawConnections {
  private RawConnections() {}

  @FunctionalInterface
  private interface Way {
    @Nullable Connection from(Connection pooled) throws SQLException;
  }

  private static final List<Way> WAYS =
      List.of(
          RawConnections::physical,
          pooled -> pooled.unwrap(Connection.class),
          pooled -> pooled.getMetaData().getConnection(),
          RawConnections::behindMetaData);

  /// Empty if the pool hides it, or the connection is closed.
  @SuppressWarnings("ReferenceEquality") // identity is meant, independent of equals
  static Optional<Connection> behind(Connection pooled) {
    for (Way way : WAYS) {
      try {
        Connection raw = way.from(pooled);
        if (raw != null && raw != pooled && raw.getClass() != pooled.getClass()) {
          return Optional.of(raw);
        }
      } catch (SQLException | RuntimeException | LinkageError ignored) {
        // not this way
      }
    }
    return Optional.empty();
  }

  private static Connection physical(Connection pooled) throws SQLException {
    return pooled.unwrap(PhysicalConnection.class).raw();
  }

  /// DBCP and its kin wrap the description of the database as well, and tell what is inside.
  private static @Nullable Connection behindMetaData(Connection pooled) throws SQLException {
    DatabaseMetaData wrapper = pooled.getMetaData();
    try {
      Object inner = wrapper.getClass().getMethod("getDelegate").invoke(wrapper);
      return inner instanceof DatabaseMetaData metaData ? metaData.getConnection() : null;
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ignored) {
      return null;
    }
  }
}
