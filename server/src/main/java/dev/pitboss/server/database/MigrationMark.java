package dev.pitboss.server.database;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// A comment on Flyway's table that says by which files the schema was migrated, and what the table
/// held then. While both are the same Flyway would find nothing to do, which takes it a quarter of
/// a start; any difference, a row changed by hand too, is left to it.
final class MigrationMark {
  private static final String FOLDER = "db/migration/";

  private MigrationMark() {}

  /// Whether these migrations have been applied, and no others.
  static boolean isCurrent(Connection connection) throws SQLException {
    Optional<String> mark =
        Sql.first(
            connection,
            "SELECT coalesce(obj_description(to_regclass('flyway_schema_history'), 'pg_class'), '')",
            row -> row.getString(1));
    return mark.isPresent() && !mark.get().isEmpty() && mark.get().equals(current(connection));
  }

  /// Marks the schema as that of these migrations, which have just been applied.
  static void set(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // hexadecimal digits and spaces
      statement.execute("COMMENT ON TABLE flyway_schema_history IS '" + current(connection) + "'");
    }
  }

  private static String current(Connection connection) throws SQLException {
    String history =
        Sql.one(
            connection,
            """
            SELECT md5(coalesce(string_agg(concat_ws(' ', installed_rank, version, checksum, success),
                                           ',' ORDER BY installed_rank), ''))
              FROM flyway_schema_history
            """,
            row -> row.getString(1));
    return "%08x %s".formatted(files(), history);
  }

  /// Over names and contents of all migrations.
  private static long files() {
    CRC32 all = new CRC32();
    contents()
        .forEach((name, sum) -> {
          all.update(name.getBytes(StandardCharsets.UTF_8));
          for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            all.update((int) (sum >>> shift));
          }
        });
    return all.getValue();
  }

  /// A CRC-32 of each migration by name. That of a jar's entries is in its directory.
  private static SortedMap<String, Long> contents() {
    SortedMap<String, Long> sums = new TreeMap<>();
    try {
      URL folder = MigrationMark.class.getClassLoader().getResource(FOLDER);
      if (folder == null) {
        throw new IllegalStateException("there are no migrations in " + FOLDER);
      }
      URLConnection connection = folder.openConnection();
      if (connection instanceof JarURLConnection jar) {
        jar.getJarFile().stream()
            .filter(entry -> entry.getName().startsWith(FOLDER) && !entry.isDirectory())
            .forEach(entry -> sums.put(entry.getName().substring(FOLDER.length()), entry.getCrc()));
      } else {
        try (Stream<Path> files = Files.list(Path.of(new URI(folder.toString())))) {
          for (Path file : files.toList()) {
            CRC32 sum = new CRC32();
            sum.update(Files.readAllBytes(file));
            sums.put(file.getFileName().toString(), sum.getValue());
          }
        }
      }
    } catch (IOException | URISyntaxException failure) {
      throw new IllegalStateException("the migrations cannot be read", failure);
    }
    return sums;
  }
}
