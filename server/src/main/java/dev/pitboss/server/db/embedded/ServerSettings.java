package dev.pitboss.server.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How the embedded PostgreSQL is configured: on its command line alone, so that no file of the
/// data folder can change it.
final class ServerSettings {
  /// Bets could be lost without one of them.
  static final List<String> DURABILITY = List.of("fsync", "synchronous_commit", "full_page_writes");

  private static final Map<String, String> SETTINGS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("listen_addresses", "127.0.0.1"),
              Map.entry("unix_socket_directories", ""),
              Map.entry("max_connections", "60"),
              Map.entry("shared_buffers", "256MB"),
              Map.entry("max_wal_size", "2GB"),
              // log files that were made once are used again: making one takes as long as filling
              // it
              Map.entry("min_wal_size", "1GB"),
              Map.entry("checkpoint_timeout", "15min"),
              // a database that outlives its casino must not go on with what that had asked for
              Map.entry("client_connection_check_interval", "1s"),
              Map.entry("autovacuum_naptime", "15s"),
              Map.entry("timezone", "UTC")));

  private ServerSettings() {}

  /// The server's command line options, for `pg_ctl -o`.
  static String options(int port) {
    List<String> options = new ArrayList<>(List.of("-p", Integer.toString(port)));
    settings().forEach(setting -> options.addAll(List.of("-c", setting)));
    return String.join(" ", options);
  }

  /// Whether the server that runs in the folder was started from those programs and with these
  /// settings.
  static boolean areOfServerIn(Path cluster, Binaries binaries) throws IOException {
    String started;
    try {
      started = Files.readString(cluster.resolve("postmaster.opts"));
    } catch (NoSuchFileException _) {
      return false;
    }
    return started.startsWith(binaries.postgres() + " ")
        && settings().stream().allMatch(setting -> started.contains("\"" + setting + "\""));
  }

  private static List<String> settings() {
    List<String> settings = new ArrayList<>();
    SETTINGS.forEach((name, value) -> settings.add(name + "=" + value));
    DURABILITY.forEach(name -> settings.add(name + "=on"));
    return settings;
  }
}
