package dev.pitboss.connections.agent;

/// The agent could not be attached to a process; the message says why.
final class AttachRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  AttachRefusedException(String reason) {
    super(reason);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
