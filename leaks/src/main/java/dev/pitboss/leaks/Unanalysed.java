package dev.pitboss.leaks;

import java.nio.file.Path;

/// A piece of the sources the analysis could not look into, so that nobody takes silence about it
/// for a clean bill.
///
/// @param file the source, relative to the scanned folder
/// @param line where it does not compile, from 1
/// @param part what was left out, like `method settle`, `class Ledger` or `file`
/// @param reason the compiler's first complaint
/// @param borrows whether its text mentions `getConnection`, so that a leak may well hide in it
public record Unanalysed(Path file, int line, String part, String reason, boolean borrows) {

  /// `path/File.java:42 method settle: cannot find symbol class Foo`.
  @Override
  public String toString() {
    return "%s:%d %s: %s".formatted(file, line, part, reason);
  }
}
