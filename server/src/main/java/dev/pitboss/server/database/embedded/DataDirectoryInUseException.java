package dev.pitboss.server.database.embedded;

import java.io.IOException;
import java.nio.file.Path;

/// Another casino works on this data folder; two servers on one would destroy it.
public final class DataDirectoryInUseException extends IOException {
  private static final long serialVersionUID = 1;

  DataDirectoryInUseException(Path directory, String owner) {
    super(
        directory
            + " is in use by another Pitboss"
            + (owner.isEmpty() ? "" : " (process " + owner + ")")
            + "; stop it, or choose another folder with --data");
  }
}
