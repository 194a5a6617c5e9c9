package dev.pitboss.server;

import dev.pitboss.cli.Arguments;
import dev.pitboss.server.commands.JsonText;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.commands.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `pitboss config show`: each value of the server's configuration and its source. Starts nothing.
final class ConfigCommand {
  private ConfigCommand() {}

  /// Shows the configuration that a server would start with.
  ///
  /// @throws ServerOptions.Refused when it would not start with it
  static void show(Arguments arguments, Terminal terminal) throws ServerOptions.Refused {
    Configuration configuration = Configuration.of(arguments, terminal.environment());
    ServerOptions.of(configuration, false, terminal.environment());
    List<List<String>> rows = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      Configuration.Value value = configuration.value(setting);
      rows.add(List.of(setting.key(), setting.masked(value.text()), source(value)));
    }
    if (arguments.has("--json")) {
      terminal.out().println(JsonText.of(rows.stream().map(ConfigCommand::object).toList()));
    } else {
      TextTable.mixed(rows.stream().map(ConfigCommand::line).toList()).printTo(terminal.out());
    }
    configuration
        .unknownVariables()
        .forEach(unknown -> terminal.err().println("pitboss config: " + unknown));
  }

  private static String source(Configuration.Value value) {
    return value.source() == Configuration.Source.DEFAULT
        ? "default"
        : value.source() + " " + value.name();
  }

  private static List<String> line(List<String> row) {
    return List.of(row.get(0), row.get(1).isEmpty() ? "-" : row.get(1), row.get(2));
  }

  private static Map<String, String> object(List<String> row) {
    Map<String, String> object = new LinkedHashMap<>();
    object.put("name", row.get(0));
    object.put("value", row.get(1));
    object.put("source", row.get(2));
    return object;
  }
}
