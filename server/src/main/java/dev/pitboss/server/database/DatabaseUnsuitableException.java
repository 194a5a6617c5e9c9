package dev.pitboss.server.database;

import java.io.IOException;

/// The database cannot serve a casino as it is. The message says in one line what to change.
public final class DatabaseUnsuitableException extends IOException {
  private static final long serialVersionUID = 1;

  DatabaseUnsuitableException(String message) {
    super(message);
  }

  DatabaseUnsuitableException(String message, Throwable cause) {
    super(message, cause);
  }
}
