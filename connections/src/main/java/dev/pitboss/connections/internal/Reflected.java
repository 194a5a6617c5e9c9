package dev.pitboss.connections.internal;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Calls of public methods, and reads of fields, by name, on objects whose classes this class
/// loader may not see. Thread-safe.
public final class Reflected {
  private Reflected() {}

  /// Calls a method of this name with as many arguments.
  ///
  /// @throws SQLException if the method is missing or fails
  public static @Nullable Object call(Object target, String name, Object... arguments)
      throws SQLException {
    Method method =
        accessible(target.getClass(), name, arguments)
            .orElseThrow(() -> new SQLException("no " + name + " in " + target.getClass()));
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof SQLException cause
          ? cause
          : new SQLException(name + " failed", e.getCause());
    } catch (IllegalAccessException e) {
      throw new SQLException(name + " must not be called", e);
    }
  }

  /// Follows names, separated by dots, each of a method without arguments or else of a field.
  ///
  /// @return null if one of them has no value
  /// @throws SQLException if one of them is missing or fails
  public static @Nullable Object follow(Object target, String path) throws SQLException {
    @Nullable Object value = target;
    for (String name : path.split("\\.", -1)) {
      if (value != null) {
        value = has(value, name) ? call(value, name) : field(value, name);
      }
    }
    return value;
  }

  private static @Nullable Object field(Object target, String name) throws SQLException {
    for (@Nullable Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
      try {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(target);
      } catch (NoSuchFieldException ignored) {
        // a superclass may have it
      } catch (IllegalAccessException | RuntimeException e) {
        throw new SQLException(name + " must not be read", e);
      }
    }
    throw new SQLException("no " + name + " in " + target.getClass());
  }

  /// What such a path leads to, if it leads somewhere.
  public static Optional<Object> find(Object target, String path) {
    try {
      return Optional.ofNullable(follow(target, path));
    } catch (SQLException | RuntimeException | LinkageError ignored) {
      return Optional.empty();
    }
  }

  /// What a method without arguments returns, if there is one and it returns something.
  public static Optional<Object> ask(Object target, String name) {
    try {
      return Optional.ofNullable(call(target, name));
    } catch (SQLException | RuntimeException | LinkageError ignored) {
      return Optional.empty();
    }
  }

  /// Whether a method without arguments is there and answers `true`.
  public static boolean isTrue(Object target, String name) {
    return ask(target, name).filter(Boolean.TRUE::equals).isPresent();
  }

  /// Whether there is a public method of this name without arguments.
  public static boolean has(Object target, String name) {
    return accessible(target.getClass(), name, new Object[0]).isPresent();
  }

  private static boolean takes(Method method, Object[] arguments) {
    Class<?>[] parameters = method.getParameterTypes();
    boolean fits = parameters.length == arguments.length;
    for (int i = 0; fits && i < parameters.length; i++) {
      fits = parameters[i] == boolean.class || parameters[i].isInstance(arguments[i]);
    }
    return fits;
  }

  /// A public method may be implemented in a class that is not public: it is called through the
  /// type that is.
  private static Optional<Method> accessible(Class<?> start, String name, Object[] arguments) {
    Deque<Class<?>> types = new ArrayDeque<>();
    types.add(start);
    while (!types.isEmpty()) {
      Class<?> type = types.poll();
      if (Modifier.isPublic(type.getModifiers())) {
        for (Method method : type.getDeclaredMethods()) {
          if (Modifier.isPublic(method.getModifiers())
              && method.getName().equals(name)
              && !Modifier.isStatic(method.getModifiers())
              && takes(method, arguments)) {
            return Optional.of(method);
          }
        }
      }
      if (type.getSuperclass() != null) {
        types.add(type.getSuperclass());
      }
      types.addAll(List.of(type.getInterfaces()));
    }
    return Optional.empty();
  }
}
