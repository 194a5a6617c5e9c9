package dev.pitboss.server.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Each case is a process of its own: ending it is what is tested.
class FatalErrorsIT {
  @Test
  void processEndsWhenAThreadItCannotDoWithoutDies() throws Exception {
    assertThat(run("vital-throws")).isEqualTo(FatalErrors.BROKEN);
    assertThat(run("vital-out-of-memory")).isEqualTo(FatalErrors.BROKEN);
    // the control: a plain thread's end goes unnoticed
    assertThat(run("plain-throws")).isZero();
    assertThat(run("vital-returns")).isZero();
  }

  @Test
  void processEndsWhenMemoryIsOutWhereverThatIsThrown() throws Exception {
    for (String where : List.of("plain", "virtual", "future", "recurring")) {
      assertThat(run(where + "-out-of-memory")).as(where).isEqualTo(FatalErrors.BROKEN);
    }
    assertThat(run("recurring-overflows-and-goes-on")).isZero();
  }

  @Test
  void processEndsWhenALoopGivesNoSignOfLife() throws Exception {
    assertThat(run("loop-ends")).isEqualTo(FatalErrors.BROKEN);
    assertThat(run("loop-goes-on")).isZero();
  }

  @Test
  void exitIsInOrderButBounded() throws Exception {
    assertThat(run("exit")).isEqualTo(FatalErrors.DATABASE_LOST);
    assertThat(run("exit-with-a-hook-that-hangs")).isEqualTo(FatalErrors.DATABASE_LOST);
  }

  private static int run(String what) throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Case.class.getName(),
                what)
            .redirectErrorStream(true)
            .start();
    CompletableFuture<String> output =
        CompletableFuture.supplyAsync(() -> {
          try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
          } catch (java.io.IOException failure) {
            return failure.toString();
          }
        });
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(what + " does not end: " + output.get());
    }
    return process.exitValue();
  }

  /// What is run in the process.
  static final class Case {
    private Case() {}

    public static void main(String[] arguments) throws Exception {
      FatalErrors.install();
      begin(arguments[0]);
      boolean ends = arguments[0].startsWith("exit") || arguments[0].equals("loop-ends");
      Thread.sleep(ends ? Duration.ofSeconds(40) : Duration.ofSeconds(2));
      Runtime.getRuntime().halt(0);
    }

    private static void begin(String what) throws Exception {
      switch (what) {
        case "vital-throws" -> VitalThread.unstarted("vital", Case::fail).start();
        case "vital-out-of-memory" -> VitalThread.unstarted("vital", Case::exhaust).start();
        case "vital-returns" -> VitalThread.unstarted("vital", () -> {}).start();
        case "plain-throws" -> Thread.ofPlatform().daemon().start(Case::fail);
        case "plain-out-of-memory" -> Thread.ofPlatform().daemon().start(Case::exhaust);
        case "virtual-out-of-memory" -> Thread.startVirtualThread(Case::exhaust);
        case "future-out-of-memory" -> {
          try {
            CompletableFuture.runAsync(Case::exhaust).join();
          } catch (RuntimeException wrapped) {
            FatalErrors.check(wrapped);
          }
        }
        case "recurring-out-of-memory" -> recurring(Case::exhaust);
        case "recurring-overflows-and-goes-on" -> {
          int[] runs = new int[1];
          recurring(() -> {
            if (++runs[0] == 3) {
              Runtime.getRuntime().halt(0);
            }
            overflow(1);
          });
          Thread.sleep(Duration.ofSeconds(20));
          Runtime.getRuntime().halt(1);
        }
        case "loop-ends" -> {
          Heartbeats.Pulse pulse = heartbeats();
          pulse.beat(); // and then never again
        }
        case "loop-goes-on" -> {
          Heartbeats.Pulse pulse = heartbeats();
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                while (true) {
                  pulse.beat();
                  java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                }
              });
        }
        case "exit" -> FatalErrors.exit(FatalErrors.DATABASE_LOST, "the database is lost");
        case "exit-with-a-hook-that-hangs" -> {
          Runtime.getRuntime()
              .addShutdownHook(
                  new Thread(() -> {
                    try {
                      Thread.sleep(Duration.ofMinutes(5));
                    } catch (InterruptedException _) {
                      Thread.currentThread().interrupt();
                    }
                  }));
          FatalErrors.exit(FatalErrors.DATABASE_LOST, "the database is lost");
        }
        default -> throw new IllegalArgumentException(what);
      }
    }

    @SuppressWarnings("resource") // ends with the process
    private static Heartbeats.Pulse heartbeats() {
      return Heartbeats.start(Duration.ofMillis(100), 10).watch("a loop");
    }

    @SuppressWarnings("resource") // ends with the process
    private static void recurring(Runnable work) {
      new PeriodicTask("recurring", LoggerFactory.getLogger(Case.class))
          .startNow(Duration.ofMillis(10), work, "it failed");
    }

    private static void fail() {
      throw new IllegalStateException("on purpose");
    }

    private static void exhaust() {
      List<byte[]> held = new ArrayList<>();
      while (held.size() < 1_000_000) {
        held.add(new byte[1 << 20]);
      }
    }

    private static int overflow(int depth) {
      return depth == 0 ? 0 : overflow(depth + 1) + 1;
    }
  }
}
