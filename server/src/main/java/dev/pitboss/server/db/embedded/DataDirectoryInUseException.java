package dev.pitboss.server.db.embedded;

public final class DataDirectoryInUseException extends java.io.IOException {
  private static final long serialVersionUID = 1;

  public DataDirectoryInUseException(String m) {
    super(m);
  }
}
