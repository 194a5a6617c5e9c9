package dev.pitboss.server.commands;

/// A command that cannot be carried out as it was given; the message says why, for people.
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  public UsageException(String message) {
    super(message);
  }
}
