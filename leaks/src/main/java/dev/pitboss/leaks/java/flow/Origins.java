package dev.pitboss.leaks.java.flow;

import dev.pitboss.leaks.java.source.Unit;
import dev.pitboss.leaks.model.Origin;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/// Tells code that ships from tests and from what tools write.
final class Origins {
  private static final Pattern FOLDER =
      Pattern.compile(
          "(?i)test|tests|it|integration-?tests?|testing|test-?fixtures|\\w*-tests?|test-\\w+"
              + "|\\w+Test|jmh|benchmarks?");
  private static final Pattern CLASS =
      Pattern.compile(".*(?:Test|Tests|TestCase|IT|ITCase|TestBase|Spec)|Test[A-Z].*");
  private static final Pattern IMPORT =
      Pattern.compile(
          "import\\s+(?:static\\s+)?(?:org\\.junit|junit\\.framework|org\\.testng|org\\.mockito)");
  private static final Pattern GENERATED =
      Pattern.compile(
          "@(?:javax\\.annotation\\.|jakarta\\.annotation\\.)?(?:processing\\.)?Generated\\b"
              + "|(?i:/[/*]\\s*(?:this (?:file|class) (?:was|is) )?"
              + "(?:automatically |auto-)?generated (?:by|from|file))");

  private Origins() {}

  static Origin of(Unit unit, Function function) {
    Path file = unit.source().file();
    String head = unit.text().substring(0, Math.min(unit.text().length(), 4_000));
    for (Path part : file) {
      if (part.toString().toLowerCase(Locale.ROOT).startsWith("generated")) {
        return Origin.GENERATED;
      }
    }
    if (GENERATED.matcher(head).find()) {
      return Origin.GENERATED;
    }
    Path folder = file.getParent();
    boolean inTests = false;
    for (Path part : folder == null ? Path.of("") : folder) {
      inTests |= FOLDER.matcher(part.toString()).matches();
    }
    boolean isTest =
        inTests
            || CLASS.matcher(function.owner().simpleName()).matches()
            || IMPORT.matcher(head).find();
    return isTest ? Origin.TEST : Origin.MAIN;
  }
}
