package dev.pitboss.server.backup;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Which files of PostgreSQL's data folder belong to a copy: all but those that its manual says to
/// leave out, because a server makes them anew or would be misled by them.
///
/// @param directories relative to the folder, parents first
/// @param files relative to the folder
record ClusterFiles(List<String> directories, List<String> files) {
  /// Written last: everything it may refer to is then there.
  static final String CONTROL = "global/pg_control";

  static final String LOG = "pg_wal";

  /// Their content is left out, and they must be there.
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_dynshmem",
          "pg_notify",
          "pg_replslot",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "postmaster\\.(pid|opts)|backup_label(\\.old)?|tablespace_map(\\.old)?"
              + "|backup_manifest|(recovery|standby)\\.signal|postgresql\\.auto\\.conf\\.tmp"
              + "|(.*/)?pg_internal\\.init(\\..*)?|(.*/)?pgsql_tmp.*|(.*/)?t\\d+_\\d+.*");

  /// In the folder of the log: what tells the histories of timelines apart.
  private static final Pattern HISTORY = Pattern.compile("[0-9A-F]{8}\\.history");

  ClusterFiles {
    directories = List.copyOf(directories);
    files = List.copyOf(files);
  }

  /// Looks into the folder of a server, which may run.
  static ClusterFiles of(Path cluster) throws IOException {
    List<String> directories = new ArrayList<>();
    List<String> files = new ArrayList<>();
    Files.walkFileTree(
        cluster,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String path = cluster.relativize(folder).toString();
            if (LEFT_OUT.matcher(path).matches()) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            if (!path.isEmpty()) {
              directories.add(path);
            }
            return EMPTIED.contains(path) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String path = cluster.relativize(file).toString();
            if (attributes.isRegularFile() && belongs(path)) {
              files.add(path);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // dropped since its folder was read
            }
            throw failure;
          }
        });
    return new ClusterFiles(directories, files.stream().sorted().toList());
  }

  private static boolean belongs(String path) {
    if (path.startsWith(LOG + "/")) {
      return HISTORY.matcher(path.substring(LOG.length() + 1)).matches();
    }
    return !path.equals(CONTROL) && !LEFT_OUT.matcher(path).matches();
  }
}
