package dev.pitboss.server.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Entries of a libpq password file: lines of `host:port:database:user:password`, in which `*`
/// stands for anything and a backslash takes the meaning from a colon or a backslash.
final class PgPass {
  /// A file with passwords only; anything larger is another file.
  static final int MAX_FILE_BYTES = 64 << 10;

  private static final int FIELDS = 5;

  private PgPass() {}

  /// The password of the first entry that matches.
  ///
  /// @param host as `host:port`
  static Optional<String> find(String text, String host, String database, String user) {
    int colon = host.lastIndexOf(':');
    List<String> wanted =
        List.of(
            host.substring(0, colon).replaceAll("[\\[\\]]", ""),
            host.substring(colon + 1),
            database,
            user);
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(PgPass::fields)
        .filter(fields -> fields.size() == FIELDS && matches(fields, wanted))
        .map(fields -> unescaped(fields.getLast()))
        .findFirst();
  }

  private static boolean matches(List<String> fields, List<String> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!fields.get(i).equals("*") && !unescaped(fields.get(i)).equals(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// As written; the last has all colons that remain.
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < line.length() && fields.size() < FIELDS - 1; i++) {
      if (line.charAt(i) == '\\') {
        i++;
      } else if (line.charAt(i) == ':') {
        fields.add(line.substring(from, i));
        from = i + 1;
      }
    }
    fields.add(line.substring(Math.min(from, line.length())));
    return fields;
  }

  private static String unescaped(String field) {
    return field.replaceAll("\\\\(.)", "$1");
  }
}
