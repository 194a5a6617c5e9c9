package dev.pitboss.leaks.java.mend;

/// A place that is left alone; the message says why.
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  Refusal(String reason) {
    super(reason);
  }
}
