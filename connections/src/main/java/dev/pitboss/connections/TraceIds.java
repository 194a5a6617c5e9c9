package dev.pitboss.connections;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The trace that the calling thread works on, as OpenTelemetry or the logging context (MDC) of the
/// application tells it.
///
/// By reflection, through the thread's context class loader: neither needs to be there, and in a
/// server every application may have its own. Asked only for a line that has leaked before, beside
/// a walk of the stack. No class loader is kept. Thread-safe.
final class TraceIds {
  private static final String SPAN = "io.opentelemetry.api.trace.Span";
  private static final String MDC = "org.slf4j.MDC";
  private static final List<String> MDC_KEYS = List.of("trace_id", "traceId");

  /// What may be shown and logged: the logging context can hold anything.
  private static final Pattern VALID = Pattern.compile("[0-9A-Za-z_-]{1,64}");

  /// OpenTelemetry's answer where there is no trace.
  private static final Pattern ZEROS = Pattern.compile("0+");

  /// Class loaders that have neither class: looking for a class that is missing reads jars.
  private static final Map<ClassLoader, Boolean> WITHOUT =
      Collections.synchronizedMap(new WeakHashMap<>());

  private TraceIds() {}

  /// The id, from 1 to 64 letters, digits, dashes and underscores; empty without a trace. Never
  /// throws.
  static String current() {
    ClassLoader own = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = own == null ? ClassLoader.getSystemClassLoader() : own;
    if (WITHOUT.containsKey(loader)) {
      return "";
    }
    Optional<Class<?>> span = find(loader, SPAN);
    Optional<Class<?>> mdc = find(loader, MDC);
    if (span.isEmpty() && mdc.isEmpty()) {
      WITHOUT.put(loader, true);
      return "";
    }
    return span.flatMap(TraceIds::ofSpan).or(() -> mdc.flatMap(TraceIds::ofMdc)).orElse("");
  }

  private static Optional<Class<?>> find(ClassLoader loader, String name) {
    try {
      return Optional.of(Class.forName(name, true, loader));
    } catch (ClassNotFoundException | RuntimeException | LinkageError ignored) {
      return Optional.empty();
    }
  }

  /// `Span.current().getSpanContext().getTraceId()`.
  private static Optional<String> ofSpan(Class<?> span) {
    try {
      Object current = span.getMethod("current").invoke(null);
      Method context = span.getMethod("getSpanContext");
      Object spanContext = context.invoke(current);
      return valid(context.getReturnType().getMethod("getTraceId").invoke(spanContext))
          .filter(id -> !ZEROS.matcher(id).matches());
    } catch (NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException
        | RuntimeException
        | LinkageError ignored) {
      return Optional.empty();
    }
  }

  private static Optional<String> ofMdc(Class<?> mdc) {
    try {
      Method get = mdc.getMethod("get", String.class);
      for (String key : MDC_KEYS) {
        Optional<String> id = valid(get.invoke(null, key));
        if (id.isPresent()) {
          return id;
        }
      }
    } catch (NoSuchMethodException
        | IllegalAccessException
        | InvocationTargetException
        | RuntimeException
        | LinkageError ignored) {
      // a trace that cannot be read is not shown
    }
    return Optional.empty();
  }

  private static Optional<String> valid(@Nullable Object id) {
    return id instanceof String text && VALID.matcher(text).matches()
        ? Optional.of(text)
        : Optional.empty();
  }
}
