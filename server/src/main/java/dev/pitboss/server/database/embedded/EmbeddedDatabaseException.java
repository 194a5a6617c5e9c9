package dev.pitboss.server.database.embedded;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The embedded database cannot be started, or could not be kept running. The message says why in
/// one line.
public final class EmbeddedDatabaseException extends IOException {
  private static final long serialVersionUID = 1;

  public EmbeddedDatabaseException(String message) {
    this(message, null);
  }

  EmbeddedDatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
