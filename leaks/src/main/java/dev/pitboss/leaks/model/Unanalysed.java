package dev.pitboss.leaks.model;

import java.nio.file.Path;

/// A piece of the sources the analysis could not look into, so that silence about it is not taken
/// for a clean result.
///
/// @param file the source, relative to the scanned folder
/// @param line where it begins or what stopped the analysis, from 1
/// @param part what was left out, like `method settle`, `class Ledger` or `file`
/// @param reason why, in words
/// @param borrows whether it may acquire a connection, so that a leak may be in it
public record Unanalysed(Path file, int line, String part, String reason, boolean borrows) {

  /// `path/File.java:42 method settle: syntax error: ';' expected`.
  @Override
  public String toString() {
    return "%s:%d %s: %s".formatted(file, line, part, reason);
  }
}
