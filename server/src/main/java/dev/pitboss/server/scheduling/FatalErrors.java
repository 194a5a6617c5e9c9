package dev.pitboss.server.scheduling;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the process when it cannot do its work any more, so that a supervisor starts another: a
/// process that lives and answers nothing is never restarted. Thread-safe.
public final class FatalErrors {
  /// Exit code: the embedded database ended and could not be started again.
  public static final int DATABASE_LOST = 5;

  /// Exit code: out of memory, or a thread without which the process is useless has died.
  public static final int BROKEN = 6;

  private static final Logger LOG = LoggerFactory.getLogger(FatalErrors.class);

  /// How long an exit in order may take. Short: it is for a database that is lost, without which
  /// requests in flight end with nothing, and a supervisor is to start another process.
  public static final Duration EXIT = Duration.ofMillis(1_500);

  private static final AtomicBoolean EXITING = new AtomicBoolean();

  private FatalErrors() {}

  /// Has this decide about every exception that ends a thread: errors of the virtual machine end
  /// the process, others are logged.
  public static void install() {
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
      check(thrown);
      LOG.error("thread {} ended", thread.getName(), thrown);
    });
  }

  /// Ends the process if that was thrown because the virtual machine is out of memory or broken.
  /// After these nothing can be relied on: any thread may have stopped anywhere. A stack overflow
  /// is not one of them, it concerns the call that went too deep; neither is a lack of direct
  /// memory in Netty, whose connection fails and whose others go on.
  public static void check(Throwable thrown) {
    Throwable cause = thrown;
    // causes can form a circle
    for (int depth = 0; cause != null && depth < 16; depth++) {
      if (endsProcess(cause)) {
        halt(cause);
      }
      cause = cause.getCause();
    }
  }

  /// Whether the process cannot go on after this.
  static boolean endsProcess(Throwable thrown) {
    return thrown instanceof VirtualMachineError
        && !(thrown instanceof StackOverflowError)
        && !thrown.getClass().getName().startsWith("io.netty.");
  }

  /// Ends the process at once: a thread it cannot do without has died.
  public static void threadDied(String thread, Throwable thrown) {
    if (endsProcess(thrown)) {
      halt(thrown);
    }
    try {
      LOG.error("thread {} died; terminating the process", thread, thrown);
    } finally {
      Runtime.getRuntime().halt(BROKEN);
    }
  }

  /// Ends the process at once: something it cannot do without does not go on.
  public static void halt(String why) {
    try {
      System.err.println("pitboss: " + why);
      LOG.error("{}; terminating the process", why);
    } finally {
      Runtime.getRuntime().halt(BROKEN);
    }
  }

  /// Ends the process in order, if that does not take long. Returns at once.
  ///
  /// @param why for people, in one line
  public static void exit(int code, String why) {
    if (!EXITING.compareAndSet(false, true)) {
      return;
    }
    System.err.println("pitboss: " + why);
    Thread.ofPlatform().daemon().name("exit").start(() -> System.exit(code));
    Thread.ofPlatform()
        .daemon()
        .name("exit-deadline")
        .start(() -> {
          try {
            Thread.sleep(EXIT);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          Runtime.getRuntime().halt(code);
        });
  }

  /// Says it without any object that would have to be made, as far as that is possible.
  private static void halt(Throwable thrown) {
    try {
      System.err.println("pitboss: terminating the process:");
      System.err.println(thrown);
    } finally {
      Runtime.getRuntime().halt(BROKEN);
    }
  }
}
