package dev.pitboss.server.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Configuration of the embedded PostgreSQL: on its command line alone, so that no file of the data
/// folder can change it.
final class ServerSettings {
  /// Bets could be lost without one of them.
  private static final List<String> DURABILITY =
      List.of("fsync", "synchronous_commit", "full_page_writes");

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
              // what is written in it is replayed after a crash: seconds at a thousand bets a
              // second
              Map.entry("checkpoint_timeout", "5min"),
              // an archive of the log that is full or away must not fill this disk, too
              Map.entry("max_slot_wal_keep_size", "8GB"),
              // a database that outlives its casino must not go on with what that had asked for
              Map.entry("client_connection_check_interval", "1s"),
              Map.entry("autovacuum_naptime", "15s"),
              Map.entry("timezone", "UTC")));

  /// In `postmaster.opts`, which has the program's path and then each argument in quotes.
  private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"");

  private static final int PORT_AT = 3;

  private ServerSettings() {}

  /// The server's command line options, for `pg_ctl -o`.
  static String options(int port) {
    List<String> options = new ArrayList<>(List.of("-p", Integer.toString(port)));
    settings().forEach(setting -> options.addAll(List.of("-c", setting)));
    return String.join(" ", options);
  }

  /// Options of `initdb` for the settings that it would write otherwise into `postgresql.conf`, and
  /// that a running server cannot change: at the next reload it would log that file as faulty.
  static List<String> written() {
    return List.of("max_connections", "shared_buffers").stream()
        .map(name -> "--set=" + name + "=" + SETTINGS.get(name))
        .toList();
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
    List<String> given = new ArrayList<>();
    Matcher arguments = ARGUMENT.matcher(started);
    while (arguments.find()) {
      given.add(arguments.group(1));
    }
    List<String> expected = new ArrayList<>(List.of("-D", cluster.toString(), "-p", "a port"));
    settings().forEach(setting -> expected.addAll(List.of("-c", setting)));
    if (given.size() == expected.size()) {
      given.set(PORT_AT, "a port"); // whichever
    }
    return started.startsWith(binaries.postgres() + " ") && given.equals(expected);
  }

  private static List<String> settings() {
    List<String> settings = new ArrayList<>();
    SETTINGS.forEach((name, value) -> settings.add(name + "=" + value));
    DURABILITY.forEach(name -> settings.add(name + "=on"));
    if (Files.isDirectory(Path.of("/proc/self"))) {
      // Linux alone can: a recovery begins by making a thousand files durable, one by one or at
      // once
      settings.add("recovery_init_sync_method=syncfs");
    }
    return settings;
  }
}
