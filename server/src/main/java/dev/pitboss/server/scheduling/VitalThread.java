package dev.pitboss.server.scheduling;

/// Creates threads the process cannot do without: an exception that ends one of them ends the
/// process. Returning is how they end when the casino closes.
public final class VitalThread {
  private VitalThread() {}

  /// A daemon thread that is not started yet.
  ///
  /// @param work handles what may be expected to fail; what it throws ends the process
  @SuppressWarnings("IllegalCatch") // that is what it is for
  public static Thread unstarted(String name, Runnable work) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .unstarted(() -> {
          try {
            work.run();
          } catch (Throwable thrown) {
            FatalErrors.threadDied(name, thrown);
          }
        });
  }
}
