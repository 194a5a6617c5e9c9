package dev.pitboss.leaks.python;

/// That a mend cannot be kept safe, and why.
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  Refused(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
