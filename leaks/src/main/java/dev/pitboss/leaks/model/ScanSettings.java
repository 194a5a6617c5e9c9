package dev.pitboss.leaks.model;

import java.nio.file.Path;
import java.util.List;

/// What the user asks of a scan.
///
/// @param statements whether lost statements, cursors and result sets are findings, too
/// @param acquirers names of further functions or methods that hand over a connection
/// @param models files with library knowledge of the user's own
public record ScanSettings(boolean statements, List<String> acquirers, List<Path> models) {
  /// Connections only, with the built-in knowledge.
  public static final ScanSettings DEFAULT = new ScanSettings(false, List.of(), List.of());

  /// Keeps its own copies.
  public ScanSettings {
    acquirers = List.copyOf(acquirers);
    models = List.copyOf(models);
  }
}
