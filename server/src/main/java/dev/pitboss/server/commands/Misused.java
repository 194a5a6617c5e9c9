package dev.pitboss.server.commands;

/// A command that cannot be carried out as it was given; the message says why, for people.
final class Misused extends Exception {
  private static final long serialVersionUID = 1;

  Misused(String message) {
    super(message);
  }
}
