package dev.pitboss.server.administration;

/// What was asked for cannot be done; the message says why, for people.
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  Refused(String message) {
    super(message);
  }
}
