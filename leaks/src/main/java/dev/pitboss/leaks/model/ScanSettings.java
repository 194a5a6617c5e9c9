package dev.pitboss.leaks.model;

import java.nio.file.Path;
import java.util.List;

/// What the user asks of a scan.
///
/// @param statements whether lost statements, cursors and result sets are findings, too
/// @param acquirers names of further functions or methods that hand over a connection
/// @param models files with library knowledge of the user's own
/// @param libraries whether the libraries inside an archive of classes are scanned, too
public record ScanSettings(
    boolean statements, List<String> acquirers, List<Path> models, boolean libraries) {
  /// Connections only, with the built-in knowledge.
  public static final ScanSettings DEFAULT = new ScanSettings(false, List.of(), List.of());

  /// Without the libraries of an archive.
  public ScanSettings(boolean statements, List<String> acquirers, List<Path> models) {
    this(statements, acquirers, models, false);
  }

  /// Keeps its own copies.
  public ScanSettings {
    acquirers = List.copyOf(acquirers);
    models = List.copyOf(models);
  }
}
