package dev.pitboss.connections.spring.boot;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The fields of a pool, for code that reads them from the proxy in place of the pool.
///
/// A class proxy has the fields of the pool's class, and nothing in them. Spring Boot reads the
/// field `pool` of a `HikariDataSource` to find how many connections it has. That field is set when
/// the first connection is asked for, so it is copied then. Final fields stay as they are: Java is
/// about to forbid changing those. Thread-safe.
final class PoolFields {
  private final DataSource pool;
  private final AtomicBoolean copied = new AtomicBoolean();

  PoolFields(DataSource pool) {
    this.pool = pool;
  }

  /// After a borrow: the pool has started by now.
  void copyOnceTo(Object proxy) {
    if (!copied.get() && copied.compareAndSet(false, true)) {
      copyTo(proxy);
    }
  }

  /// What cannot be read is left out: a framework that needs it fails as it would without.
  void copyTo(Object proxy) {
    for (Field field : fields(proxy.getClass())) {
      try {
        field.setAccessible(true);
        field.set(proxy, field.get(pool));
      } catch (ReflectiveOperationException | RuntimeException ignored) {
        // a pool in a named module that opens nothing
      }
    }
  }

  private List<Field> fields(Class<?> proxy) {
    List<Field> fields = new ArrayList<>();
    for (@Nullable Class<?> type = proxy.getSuperclass();
        type != null && type != Object.class && type.isInstance(pool);
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) {
          fields.add(field);
        }
      }
    }
    return fields;
  }
}
