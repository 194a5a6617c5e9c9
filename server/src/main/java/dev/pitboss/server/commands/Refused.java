package dev.pitboss.server.commands;

/// A command that cannot be carried out; the message says why, for people.
public final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  public Refused(String message) {
    super(message);
  }
}
