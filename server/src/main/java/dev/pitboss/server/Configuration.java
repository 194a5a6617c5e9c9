package dev.pitboss.server;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.Suggestion;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The server's settings, each with its source: an option counts before a variable, a variable
/// before the configuration file, the file before the default. Immutable.
final class Configuration {
  /// A hundred times the largest file with one line a setting; anything larger is another file.
  private static final long MAX_FILE_BYTES = 64 << 10;

  /// Variables of other parts of the program.
  private static final List<String> OTHER_VARIABLES =
      List.of(
          Setting.CONFIG_VARIABLE,
          "PITBOSS_LOG",
          "PITBOSS_STAFF_PASSWORD",
          "PITBOSS_TOKEN",
          "PITBOSS_TRAIN",
          "PITBOSS_JDK_FOLDERS",
          "PITBOSS_TEMURIN_API");

  /// Where a value comes from.
  enum Source {
    OPTION,
    VARIABLE,
    FILE,
    DEFAULT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A setting's value.
  ///
  /// @param text as it was given; empty for no value
  /// @param name of the parameter that gave it, for messages: an option, a variable, or a name in a
  ///   file
  record Value(String text, Source source, String name) {
    /// Values may be secret.
    @Override
    public String toString() {
      return name + " from " + source;
    }
  }

  private final Map<Setting, Value> values;
  private final List<String> unknownVariables;

  private Configuration(Map<Setting, Value> values, List<String> unknownVariables) {
    this.values = new EnumMap<>(values);
    this.unknownVariables = List.copyOf(unknownVariables);
  }

  /// Collects the values.
  ///
  /// @param arguments of the command line
  /// @param environment as of `System.getenv()`
  /// @throws ServerOptions.Refused when the file cannot be read or has a name that is unknown
  static Configuration of(Arguments arguments, Map<String, String> environment)
      throws ServerOptions.Refused {
    Optional<String> file =
        arguments
            .value("--config")
            .or(() -> Optional.ofNullable(environment.get(Setting.CONFIG_VARIABLE)));
    Map<String, String> lines = file.isPresent() ? new Lines(file.get()).read() : Map.of();
    Map<Setting, Value> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      Optional<String> option =
          setting.hasOption() ? arguments.value(setting.option()) : Optional.empty();
      String variable = variable(setting, environment);
      String line = lines.get(setting.key());
      String name = setting.hasOption() ? setting.option() : setting.variable();
      if (option.isPresent()) {
        values.put(setting, new Value(option.get(), Source.OPTION, name));
      } else if (variable != null) {
        values.put(setting, new Value(variable, Source.VARIABLE, setting.variable()));
      } else if (line != null) {
        values.put(
            setting, new Value(line, Source.FILE, setting.key() + " in " + file.orElseThrow()));
      } else {
        values.put(setting, new Value(setting.defaultValue(environment), Source.DEFAULT, name));
      }
    }
    return new Configuration(values, unknownVariables(environment));
  }

  /// Kubernetes gives every pod the address of a service called `pitboss` as PITBOSS_PORT.
  private static @Nullable String variable(Setting setting, Map<String, String> environment) {
    String value = environment.get(setting.variable());
    return setting == Setting.PORT && value != null && value.startsWith("tcp://") ? null : value;
  }

  private static List<String> unknownVariables(Map<String, String> environment) {
    List<String> known = new ArrayList<>(Setting.variables());
    known.addAll(OTHER_VARIABLES);
    List<String> unknown = new ArrayList<>();
    for (String variable : new TreeSet<>(environment.keySet())) {
      if (variable.startsWith("PITBOSS_") && !known.contains(variable)) {
        unknown.add(Suggestion.after("unknown variable " + variable, variable, known));
      }
    }
    return unknown;
  }

  Value value(Setting setting) {
    Value value = values.get(setting);
    if (value == null) {
      throw new IllegalStateException("no value of " + setting);
    }
    return value;
  }

  /// Variables that begin as ours and have no meaning, with what was probably meant.
  List<String> unknownVariables() {
    return unknownVariables;
  }

  /// The lines of a configuration file.
  private static final class Lines extends Properties {
    private static final long serialVersionUID = 1;

    private final String file;

    Lines(String file) {
      this.file = file;
    }

    Map<String, String> read() throws ServerOptions.Refused {
      try {
        if (file.isBlank()) {
          throw new ServerOptions.Refused("--config needs a value");
        }
        if (Files.size(Path.of(file)) > MAX_FILE_BYTES) {
          throw new ServerOptions.Refused(
              "--config takes a file of at most %d bytes, %s is larger"
                  .formatted(MAX_FILE_BYTES, file));
        }
        load(new StringReader(Files.readString(Path.of(file))));
      } catch (NoSuchFileException _) {
        throw new ServerOptions.Refused("--config: there is no file " + file);
      } catch (CharacterCodingException _) {
        throw new ServerOptions.Refused("--config: " + file + " is not a text in UTF-8");
      } catch (IOException | IllegalArgumentException failure) {
        throw new ServerOptions.Refused(
            "--config: cannot read %s: %s".formatted(file, failure.getMessage()));
      }
      Map<String, String> lines = new HashMap<>();
      for (String key : new TreeSet<>(stringPropertyNames())) {
        if (!Setting.keys().contains(key)) {
          throw new ServerOptions.Refused(
              Suggestion.after("%s: unknown name %s".formatted(file, key), key, Setting.keys()));
        }
        lines.put(key, getProperty(key).strip());
      }
      return lines;
    }

    /// A second line would silently replace the first.
    @Override
    public synchronized Object put(Object key, Object value) {
      if (containsKey(key)) {
        throw new IllegalArgumentException(key + " is given twice");
      }
      return super.put(key, value);
    }
  }
}
