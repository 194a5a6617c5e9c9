package dev.pitboss.server.documents;

import dev.pitboss.server.restrictions.LimitKind;
import dev.pitboss.server.restrictions.Period;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the reference tables of documents, and the constants of sources they are held against.
final class ReferenceTables {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private static final Pattern CLASS =
      Pattern.compile(
          "(?m)^(?:public |final |abstract |sealed )*(?:class|record|enum|interface) (\\w+)");

  private static final Pattern CONSTANT =
      Pattern.compile("static final (int|long|Duration) (\\w+)\\s*=\\s*([^;]+);");

  private static final Pattern VALUE =
      Pattern.compile("(\\d[\\d ]*(?:\\.\\d+)?)(?: (ns|ms|s|min|h|d|months|KiB|MiB))?");

  /// In nanoseconds, bytes, or one.
  private static final Map<String, Long> UNITS =
      Map.of(
          "ns", 1L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "min", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L,
          "months", 1L,
          "KiB", 1L << 10,
          "MiB", 1L << 20);

  private static final Map<String, String> UNIT_OF_FACTORY =
      Map.of(
          "Duration.ofNanos", "ns",
          "Duration.ofMillis", "ms",
          "Duration.ofSeconds", "s",
          "Duration.ofMinutes", "min",
          "Duration.ofHours", "h",
          "Duration.ofDays", "d",
          "TimeUnit.MILLISECONDS.toNanos", "ms",
          "TimeUnit.SECONDS.toNanos", "s",
          "TimeUnit.MINUTES.toNanos", "min");

  private static final Map<String, String> UNIT_OF_SUFFIX =
      Map.of("MILLIS", "ms", "SECONDS", "s", "MINUTES", "min", "HOURS", "h");

  private ReferenceTables() {}

  /// The rows of all tables between two headings, cell by cell, without their heads.
  static List<List<String>> rows(String document, String heading, String next) {
    int start = document.indexOf("\n" + heading + "\n");
    int end = document.indexOf("\n" + next, start + 1);
    if (start < 0 || end < 0) {
      throw new IllegalArgumentException("no section from " + heading + " to " + next);
    }
    List<List<String>> rows = new ArrayList<>();
    List<String> lines = document.substring(start, end).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      boolean isHead = i + 1 < lines.size() && lines.get(i + 1).startsWith("|---");
      if (lines.get(i).startsWith("| ") && !isHead) {
        List<String> cells = List.of(lines.get(i).split("(?<!\\\\)\\|", -1));
        rows.add(cells.subList(1, cells.size() - 1).stream().map(String::strip).toList());
      }
    }
    return rows;
  }

  /// What stands in backticks in a cell, up to its first space.
  static Set<String> names(List<List<String>> rows, int column) {
    Set<String> names = new TreeSet<>();
    for (List<String> row : rows) {
      Matcher code = CODE.matcher(row.get(column));
      while (code.find()) {
        names.add(code.group(1).split(" ", 2)[0]);
      }
    }
    return names;
  }

  /// All matches of a pattern's first group.
  static Set<String> all(List<String> texts, String pattern) {
    Set<String> found = new TreeSet<>();
    for (String text : texts) {
      Matcher matcher = Pattern.compile(pattern).matcher(text);
      while (matcher.find()) {
        found.add(matcher.group(1));
      }
    }
    return found;
  }

  /// A value of a table: nanoseconds of a duration, bytes of a size, else the number.
  static BigDecimal value(String cell) {
    Matcher value = VALUE.matcher(cell);
    if (!value.matches()) {
      throw new IllegalArgumentException("must be a number with an optional unit, got " + cell);
    }
    BigDecimal number = new BigDecimal(value.group(1).replace(" ", ""));
    return value.group(2) == null ? number : number.multiply(nanos(value.group(2)));
  }

  /// Numeric constants of sources as `Class.NAME`, durations in nanoseconds. Two constants of one
  /// name both count.
  static Map<String, Set<BigDecimal>> constants(List<String> sources) {
    Map<String, Set<BigDecimal>> constants = new TreeMap<>();
    for (String source : sources) {
      Matcher owner = CLASS.matcher(source);
      if (!owner.find()) {
        continue;
      }
      Map<String, String> own = new TreeMap<>();
      Matcher constant = CONSTANT.matcher(source);
      while (constant.find()) {
        own.put(constant.group(2), constant.group(3).replaceAll("\\s+", " ").strip());
      }
      own.forEach((name, expression) -> {
        BigDecimal number = evaluate(expression, own);
        if (number != null) {
          constants
              .computeIfAbsent(owner.group(1) + "." + name, _ -> new TreeSet<>())
              .add(isFactory(expression) ? number : number.multiply(unitOf(name)));
        }
      });
    }
    return constants;
  }

  private static boolean isFactory(String expression) {
    return UNIT_OF_FACTORY.keySet().stream().anyMatch(expression::startsWith);
  }

  private static BigDecimal nanos(@Nullable String unit) {
    return new BigDecimal(Objects.requireNonNull(UNITS.get(Objects.requireNonNull(unit))));
  }

  private static BigDecimal unitOf(String name) {
    for (Map.Entry<String, String> unit : UNIT_OF_SUFFIX.entrySet()) {
      if (name.endsWith(unit.getKey())) {
        return nanos(unit.getValue());
      }
    }
    return BigDecimal.ONE;
  }

  private static @Nullable BigDecimal evaluate(String expression, Map<String, String> own) {
    Matcher factory =
        Pattern.compile("([\\w.]+)\\(([\\d_]+)\\)(?:\\.toNanos\\(\\))?").matcher(expression);
    if (factory.matches() && UNIT_OF_FACTORY.containsKey(factory.group(1))) {
      return new BigDecimal(factory.group(2).replace("_", ""))
          .multiply(nanos(UNIT_OF_FACTORY.get(factory.group(1))));
    }
    String[] shift = expression.split(" << ", -1);
    if (shift.length == 2) {
      BigDecimal number = evaluate(shift[0], own);
      return number == null
          ? null
          : number.multiply(BigDecimal.TWO.pow(Integer.parseInt(shift[1])));
    }
    BigDecimal product = BigDecimal.ONE;
    for (String factor : expression.split(" \\* ", -1)) {
      BigDecimal number = factor(factor, own);
      if (number == null) {
        return null;
      }
      product = product.multiply(number);
    }
    return product;
  }

  private static @Nullable BigDecimal factor(String factor, Map<String, String> own) {
    if (factor.matches("[\\d_]+L?")) {
      return new BigDecimal(factor.replaceAll("[_L]", ""));
    }
    return switch (factor) {
      case "LimitKind.values().length" -> BigDecimal.valueOf(LimitKind.values().length);
      case "Period.values().length" -> BigDecimal.valueOf(Period.values().length);
      case String name when own.containsKey(name) -> evaluate(own.get(name), own);
      case String _ -> null;
    };
  }

  /// The arguments of an enum's constants by the names of its constructor's parameters, as
  /// `Enum.CONSTANT.parameter`.
  static Map<String, Set<BigDecimal>> enumConstants(String source, String name) {
    Map<String, Set<BigDecimal>> constants = new TreeMap<>();
    String body = source.substring(source.indexOf("enum " + name + " {"));
    Matcher constructor = Pattern.compile("\\s" + name + "\\(([^)]*)\\) \\{").matcher(body);
    if (!constructor.find()) {
      throw new IllegalArgumentException("no constructor of " + name);
    }
    List<String> parameters =
        List.of(constructor.group(1).strip().split("\\s*,\\s*", -1)).stream()
            .map(it -> it.substring(it.lastIndexOf(' ') + 1))
            .toList();
    Matcher constant = Pattern.compile("(?m)^ +([A-Z_]+)\\(([^)]*)\\)[,;]").matcher(body);
    while (constant.find() && constant.start() < constructor.start()) {
      List<String> arguments = List.of(constant.group(2).strip().split("\\s*,\\s*", -1));
      for (int i = 0; i < arguments.size(); i++) {
        String parameter = parameters.get(i);
        String suffix = parameter.replaceAll("^[a-z]+", "").toUpperCase(Locale.ROOT);
        constants.put(
            name + "." + constant.group(1) + "." + parameter,
            Set.of(new BigDecimal(arguments.get(i).replace("_", "")).multiply(unitOf(suffix))));
      }
    }
    return constants;
  }

  /// How a table of limits differs from the constants: rows with another value or without a
  /// constant, and constants without a row whose name begins with `MAX`.
  static List<String> differences(List<List<String>> rows, Map<String, Set<BigDecimal>> constants) {
    List<String> differences = new ArrayList<>();
    Set<String> listed = new TreeSet<>();
    for (List<String> row : rows) {
      String name = row.get(2).replace("`", "");
      Set<BigDecimal> actual = constants.getOrDefault(name, Set.of());
      BigDecimal documented = value(row.get(1));
      if (actual.stream().noneMatch(it -> it.compareTo(documented) == 0)) {
        differences.add(
            "%s is documented as %s, the source has %s".formatted(name, documented, actual));
      }
      listed.add(name);
    }
    for (String name : constants.keySet()) {
      if (name.matches("\\w+\\.MAX(?:_\\w+)?") && !listed.contains(name)) {
        differences.add(name + " is not documented");
      }
    }
    return differences;
  }
}
