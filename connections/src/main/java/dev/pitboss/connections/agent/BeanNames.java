package dev.pitboss.connections.agent;

import dev.pitboss.connections.internal.Reflected;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/// What a framework calls a data source that it made: the name of the bean in the contexts of
/// Spring Boot, or the name of the data source in Quarkus. Only reads, and calls nothing of a
/// framework, so that no lock of it is taken and no bean is made.
final class BeanNames {
  private static final String SPRING_BOOT = "org.springframework.boot.SpringApplication";

  private static final Pattern QUOTED = Pattern.compile("'([^']+)'");

  private BeanNames() {}

  static Optional<String> of(DataSource source) {
    return ofQuarkus(source).or(() -> ofSpring(source));
  }

  /// Quarkus tells each of its pools' listeners, as `Datasource '<default>'`.
  private static Optional<String> ofQuarkus(DataSource source) {
    return Reflected.find(source, "connectionPool.listeners")
        .filter(Object[].class::isInstance)
        .stream()
        .flatMap(listeners -> List.of((Object[]) listeners).stream())
        .filter(listener -> listener.getClass().getName().startsWith("io.quarkus."))
        .flatMap(listener -> Reflected.find(listener, "datasourceName").stream())
        .map(name -> QUOTED.matcher(name.toString()))
        .filter(Matcher::find)
        .map(name -> name.group(1))
        .findFirst();
  }

  @SuppressWarnings("ReferenceEquality") // identity is the point
  private static Optional<String> ofSpring(DataSource source) {
    return contexts(source).stream()
        .flatMap(context -> Reflected.find(context, "beanFactory.singletonObjects").stream())
        .filter(Map.class::isInstance)
        .flatMap(beans -> ((Map<?, ?>) beans).entrySet().stream())
        .filter(bean -> bean.getValue() == source)
        .map(bean -> bean.getKey().toString())
        .findFirst();
  }

  /// Those of Spring Boot that are starting or running: it keeps them to close them at shutdown.
  private static Collection<?> contexts(DataSource source) {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      Class<?> boot =
          Class.forName(
              SPRING_BOOT, false, loader == null ? source.getClass().getClassLoader() : loader);
      Field hook = boot.getDeclaredField("shutdownHook");
      hook.setAccessible(true);
      Object keeper = hook.get(null);
      if (keeper == null) {
        return List.of();
      }
      Object contexts = Reflected.find(keeper, "contexts").orElse(List.of());
      return contexts instanceof Collection<?> all ? new ArrayList<>(all) : List.of();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError ignored) {
      return List.of(); // not Spring Boot, or one of another shape
    }
  }
}
