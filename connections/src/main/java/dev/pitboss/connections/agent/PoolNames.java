package dev.pitboss.connections.agent;

import dev.pitboss.connections.internal.Reflected;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/// What the owner of a data source calls it: by its JNDI name, or by the pool's name.
final class PoolNames {
  /// Where pools and servers keep the name that a data source was registered by: Tomcat's pools as
  /// `Catalina:type=DataSource,…,name="jdbc/shop"`.
  private static final List<String> OBJECT_NAMES =
      List.of("getJmxName", "registeredJmxObjectName.objectName", "oname");

  private static final Pattern OBJECT_NAME = Pattern.compile("[:,]name=\"?([^\",]+)\"?");

  /// What pools and servers name a data source by, the most telling first. None of them starts a
  /// pool. WildFly has it in a field only, and IronJacamar in the manager of its connections.
  private static final List<String> NAMES =
      List.of(
          "getJndiName",
          "jndiName",
          "cm.getJndiName",
          "getPoolName",
          "getConnectionPoolName",
          "getUniqueResourceName",
          "getUniqueName",
          "getDataSourceName",
          "getName");

  /// The data source behind one of an unknown kind: a managed one of TomEE, or one of Spring's.
  private static final List<String> BEHIND = List.of("getDelegate", "getTargetDataSource");

  /// What pools call themselves that were given no name.
  private static final Pattern MADE_UP =
      Pattern.compile(
          "HikariPool-\\d+|p\\d+|DataSource-\\d+|FastPool-\\d+|Tomcat Connection Pool\\[.*"
              + "|[0-9a-z]{20,}\\|[0-9a-f]+");

  /// Longer ones are no names.
  private static final int MAX_LENGTH = 100;

  private PoolNames() {}

  /// The name its owner gave it, or the name of its bean, or what it calls itself, or else what
  /// stands behind it is called, or that of its class.
  static String of(DataSource source) {
    return named(source)
        .filter(name -> !MADE_UP.matcher(name).matches())
        .or(() -> BeanNames.of(source))
        .or(() -> named(source))
        .or(() -> behind(source).flatMap(PoolNames::named))
        .orElseGet(() -> ofClass(source));
  }

  private static Optional<String> named(DataSource source) {
    return objectName(source)
        .or(() ->
            NAMES.stream()
                .flatMap(path -> Reflected.find(source, path).stream())
                .filter(String.class::isInstance)
                .map(name -> name.toString().strip())
                .filter(name -> !name.isEmpty() && name.length() <= MAX_LENGTH)
                .findFirst());
  }

  private static Optional<DataSource> behind(DataSource source) {
    return BEHIND.stream()
        .flatMap(path -> Reflected.find(source, path).stream())
        .filter(DataSource.class::isInstance)
        .map(DataSource.class::cast)
        .findFirst();
  }

  private static Optional<String> objectName(DataSource source) {
    return OBJECT_NAMES.stream()
        .flatMap(path -> Reflected.find(source, path).stream())
        .map(name -> OBJECT_NAME.matcher(name.toString()))
        .filter(Matcher::find)
        .map(found -> found.group(1).strip())
        .findFirst();
  }

  /// An anonymous class has none of its own.
  static String ofClass(DataSource source) {
    String name = source.getClass().getSimpleName();
    return name.isEmpty() ? source.getClass().getName() : name;
  }
}
