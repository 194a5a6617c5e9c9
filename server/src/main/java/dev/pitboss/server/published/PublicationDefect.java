package dev.pitboss.server.published;

import java.nio.file.Path;

/// A published folder breaks a rule of the format. The message names file and line, the rule and
/// the value.
public final class PublicationDefect extends Exception {
  private static final long serialVersionUID = 1;

  PublicationDefect(String message) {
    super(message);
  }

  /// In a file as a whole.
  static PublicationDefect in(Path file, String reason) {
    return new PublicationDefect(file.getFileName() + ": " + reason);
  }

  /// In a line, counted from 1.
  static PublicationDefect in(Path file, long line, String reason) {
    return new PublicationDefect("%s:%d: %s".formatted(file.getFileName(), line, reason));
  }
}
