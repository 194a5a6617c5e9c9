package dev.pitboss.leaks;

import dev.pitboss.leaks.fix.Style;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the command line asks of a scan.
///
/// @param folder with sources, or one source
/// @param classPath given by hand
/// @param statements whether lost statements and result sets count
/// @param json whether to report for machines
/// @param fix how to mend, if at all
/// @param write whether fixes go into the files instead of a patch
/// @param help whether only the usage is wanted
record ScanOptions(
    Path folder,
    List<Path> classPath,
    boolean statements,
    boolean json,
    Optional<Style> fix,
    boolean write,
    boolean help) {
  static final String USAGE =
      """
      Usage: pitboss leaks DIR [options]

      Finds where the Java sources under DIR borrow a JDBC connection that is not surely closed.

        --class-path PATHS   jars and class folders the sources need. Jars in DIR (lib, target/lib)
                             and what Maven says, offline, when DIR has a pom.xml, are used as well
        --statements         lost statements and result sets are findings, too
        --json               report as JSON
        --fix=surgical       print a patch: null-initialised variable and a finally that closes it
        --fix=clean          print a patch: try-with-resources
        --write              with --fix: change the files instead

      Exit codes: 0 all code that borrows was analysed and nothing is lost (or all is mended),
      1 something is lost (or left alone), 2 could not look: no Java source, an analysis that did not
      end, or a usage error, 3 nothing found, but some code that may borrow was not analysed.
      """;

  /// A command line that makes no sense; the message says which part.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  static ScanOptions parse(String[] arguments) throws Refused {
    List<Path> folders = new ArrayList<>();
    List<Path> classPath = new ArrayList<>();
    Optional<Style> fix = Optional.empty();
    List<String> flags = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      String name = equals < 0 ? argument : argument.substring(0, equals);
      switch (name) {
        case "--statements", "--json", "--write", "--help", "-h" -> flags.add(name);
        case "--class-path", "--fix" -> {
          if (equals < 0 && i + 1 == arguments.length) {
            throw new Refused(name + " needs a value");
          }
          String value = equals < 0 ? arguments[++i] : argument.substring(equals + 1);
          if (name.equals("--fix")) {
            fix = Optional.of(style(value));
          } else {
            Arrays.stream(value.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .forEach(classPath::add);
          }
        }
        default -> {
          if (name.startsWith("-")) {
            throw new Refused("unknown option " + name);
          }
          folders.add(Path.of(argument));
        }
      }
    }
    boolean help = flags.contains("--help") || flags.contains("-h");
    var options =
        new ScanOptions(
            folders.isEmpty() ? Path.of(".") : folders.getFirst(),
            List.copyOf(classPath),
            flags.contains("--statements"),
            flags.contains("--json"),
            fix,
            flags.contains("--write"),
            help);
    if (!help) {
      options.check(folders);
    }
    return options;
  }

  private static Style style(String value) throws Refused {
    return switch (value) {
      case "surgical" -> Style.SURGICAL;
      case "clean" -> Style.CLEAN;
      default -> throw new Refused("--fix takes surgical or clean, not " + value);
    };
  }

  private void check(List<Path> folders) throws Refused {
    if (folders.size() != 1) {
      throw new Refused(
          folders.isEmpty() ? "name the folder to scan" : "name one folder, got " + folders);
    }
    if (!Files.isDirectory(folder) && !folder.toString().endsWith(".java")) {
      throw new Refused(folder + " is neither a folder nor a Java source");
    }
    if (!Files.exists(folder)) {
      throw new Refused(folder + " does not exist");
    }
    if (write && fix.isEmpty()) {
      throw new Refused("--write needs --fix=surgical or --fix=clean");
    }
    if (json && fix.isPresent()) {
      throw new Refused("--json and --fix print different things; ask for one");
    }
  }

  /// The folder that findings' files are relative to.
  Path base() {
    Path parent = folder.toAbsolutePath().getParent();
    return Files.isDirectory(folder) || parent == null ? folder : parent;
  }
}
