package dev.pitboss.leaks.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A source of the scanned tree. Its text is read when it is needed and not kept: a tree may be
/// larger than the memory.
///
/// @param base the scanned folder
/// @param file relative to it
/// @param given the text of a source that is not a file
public record SourceFile(Path base, Path file, Optional<String> given) {
  /// A file.
  public SourceFile(Path base, Path file) {
    this(base, file, Optional.empty());
  }

  /// The text, without a byte order mark, and how it is encoded.
  ///
  /// @throws IOException when the file cannot be read
  public SourceText read() throws IOException {
    return SourceText.of(
        given.isPresent()
            ? given.get().getBytes(StandardCharsets.UTF_8)
            : Files.readAllBytes(base.resolve(file)));
  }

  /// The file's name without its folders.
  public String name() {
    return String.valueOf(file.getFileName());
  }
}
