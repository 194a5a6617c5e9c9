package dev.pitboss.connections.agent;

import dev.pitboss.connections.internal.Reflected;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/// What the owner of a data source calls it: by its JNDI name, or by the pool's name.
final class PoolNames {
  /// Getters that pools and servers name a data source by, the most telling first. None of them
  /// starts a pool.
  private static final List<String> GETTERS =
      List.of(
          "getJndiName",
          "getPoolName",
          "getConnectionPoolName",
          "getUniqueResourceName",
          "getUniqueName",
          "getDataSourceName",
          "getName");

  /// Tomcat registers its data sources as `Catalina:type=DataSource,…,name="jdbc/shop"`.
  private static final Pattern OBJECT_NAME = Pattern.compile("[:,]name=\"?([^\",]+)\"?");

  /// Longer ones are no names.
  private static final int MAX_LENGTH = 100;

  private PoolNames() {}

  /// The name, or that of the class if it has no name.
  static String of(DataSource source) {
    return objectName(source)
        .or(() ->
            GETTERS.stream()
                .flatMap(getter -> Reflected.ask(source, getter).stream())
                .filter(String.class::isInstance)
                .map(name -> name.toString().strip())
                .filter(name -> !name.isEmpty() && name.length() <= MAX_LENGTH)
                .findFirst())
        .or(() -> jndiName(source))
        .orElseGet(() -> ofClass(source));
  }

  /// WildFly has it in a field only.
  private static Optional<String> jndiName(DataSource source) {
    try {
      Field field = source.getClass().getDeclaredField("jndiName");
      field.setAccessible(true);
      return Optional.ofNullable(field.get(source)).map(Object::toString);
    } catch (ReflectiveOperationException | RuntimeException ignored) {
      return Optional.empty();
    }
  }

  private static Optional<String> objectName(DataSource source) {
    return Reflected.ask(source, "getJmxName")
        .map(name -> OBJECT_NAME.matcher(name.toString()))
        .filter(Matcher::find)
        .map(found -> found.group(1).strip());
  }

  /// An anonymous class has none of its own.
  static String ofClass(DataSource source) {
    String name = source.getClass().getSimpleName();
    return name.isEmpty() ? source.getClass().getName() : name;
  }
}
