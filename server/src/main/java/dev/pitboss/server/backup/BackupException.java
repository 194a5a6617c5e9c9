package dev.pitboss.server.backup;

import java.io.IOException;

/// A backup cannot be made, is not whole, or cannot be restored; the message says why, for people.
public final class BackupException extends IOException {
  private static final long serialVersionUID = 1;

  BackupException(String message) {
    super(message);
  }
}
