package dev.pitboss.server;

import dev.pitboss.server.background.FatalErrors;
import dev.pitboss.server.db.DatabaseUnsuitableException;
import dev.pitboss.server.db.embedded.DataDirectoryInUseException;
import dev.pitboss.server.db.embedded.EmbeddedDatabaseException;
import dev.pitboss.server.ops.Health;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The command line. Exit codes: 0 ended as asked, 1 could not start, 2 the command line makes no
/// sense, [FatalErrors#DATABASE_LOST] and [FatalErrors#BROKEN].
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Main() {}

  /// Starts the casino and serves until the process is told to end.
  @SuppressWarnings("IllegalCatch") // it must not start with half of its threads
  public static void main(String[] arguments) {
    if (Arrays.asList(arguments).contains("--help")) {
      System.out.print(Options.USAGE);
      return;
    }
    if (Arrays.asList(arguments).contains("--version")) {
      System.out.println("pitboss " + Health.version());
      return;
    }
    FatalErrors.install();
    try {
      run(Options.parse(arguments, System.getenv()));
    } catch (Options.Refused refused) {
      System.err.println("pitboss: " + refused.getMessage() + "\n\n" + Options.USAGE);
      System.exit(MISUSED);
    } catch (DataDirectoryInUseException
        | EmbeddedDatabaseException
        | DatabaseUnsuitableException refused) {
      System.err.println("pitboss: " + refused.getMessage());
      System.exit(FAILED);
    } catch (Exception | Error failure) {
      FatalErrors.check(failure);
      LOG.error("Pitboss could not start", failure);
      System.err.println("pitboss: could not start: " + failure.getMessage());
      System.exit(FAILED);
    }
  }

  private static void run(Options options) throws Exception {
    Casino casino = Casino.open(options);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(() -> {
                  casino.close();
                  closed.countDown();
                }));
    casino
        .setupToken()
        .ifPresent(token ->
            System.out.println(
                "Nobody works here yet. Make the first account within a day: %s/ops.html#setup=%s"
                    .formatted(casino.url(), token.text())));
    System.out.println("Pitboss is open: " + casino.url());
    if (options.train()) {
      Training.rehearse(casino.url());
      System.exit(0);
    }
    closed.await();
  }
}
