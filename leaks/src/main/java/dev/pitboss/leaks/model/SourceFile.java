package dev.pitboss.leaks.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A source of the scanned tree. Its text is read when it is needed and not kept: a tree may be
/// larger than the memory.
///
/// @param base the scanned folder
/// @param file relative to it
public record SourceFile(Path base, Path file) {
  /// The text, without a byte order mark, and how it is encoded.
  ///
  /// @throws IOException when the file cannot be read
  public SourceText read() throws IOException {
    return SourceText.of(Files.readAllBytes(base.resolve(file)));
  }

  /// The file's name without its folders.
  public String name() {
    return String.valueOf(file.getFileName());
  }
}
