package dev.pitboss.server;

import dev.pitboss.server.database.DatabaseUnsuitableException;
import dev.pitboss.server.database.embedded.DataDirectoryInUseException;
import dev.pitboss.server.database.embedded.EmbeddedDatabaseException;
import dev.pitboss.server.http.ListenAddress;
import dev.pitboss.server.monitoring.Build;
import dev.pitboss.server.scheduling.FatalErrors;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The command line. Exit codes: 0 ended as asked, 1 could not start, 2 usage error,
/// [FatalErrors#DATABASE_LOST] and [FatalErrors#BROKEN].
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Main() {}

  /// Starts the casino and serves until the process is told to end.
  @SuppressWarnings("IllegalCatch") // it must not start with half of its threads
  public static void main(String[] arguments) {
    if (arguments.length > 0 && !arguments[0].startsWith("-")) {
      misused("unknown command " + arguments[0]);
    }
    List<String> words = Arrays.asList(arguments);
    if (words.contains("--help") || words.contains("-h")) {
      System.out.print(ServerOptions.USAGE);
      return;
    }
    if (words.contains("--version")) {
      System.out.println("pitboss " + Build.current().text());
      return;
    }
    FatalErrors.install();
    try {
      run(ServerOptions.parse(arguments, System.getenv()));
    } catch (ServerOptions.Refused refused) {
      misused(String.valueOf(refused.getMessage()));
    } catch (DataDirectoryInUseException
        | EmbeddedDatabaseException
        | DatabaseUnsuitableException
        | ListenAddress.Refused refused) {
      System.err.println("pitboss: " + refused.getMessage());
      System.exit(FAILED);
    } catch (Exception | Error failure) {
      FatalErrors.check(failure);
      LOG.error("Pitboss could not start", failure);
      System.err.println("pitboss: could not start: " + failure.getMessage());
      System.exit(FAILED);
    }
  }

  private static void misused(String message) {
    System.err.println("pitboss: " + message + "; see pitboss --help");
    System.exit(MISUSED);
  }

  private static void announce(Casino casino, ServerOptions options) {
    String url = casino.browserUrl();
    if (casino.port() != options.port()) {
      System.out.println(
          "Port %d is in use; serving on port %d.".formatted(options.port(), casino.port()));
    }
    System.out.println("Pitboss is open: " + url);
    if (casino.listensOnAll()) {
      System.out.println("It listens on all addresses of this machine.");
    }
    casino
        .setupToken()
        .ifPresent(token ->
            System.out.println(
                ("No staff account exists. Create one within 24 hours: %s/ops.html#setup=%s%n"
                        + "It belongs to the platform and has every permission;"
                        + " set a second factor for it there as well.")
                    .formatted(url, token.text())));
  }

  private static void run(ServerOptions options) throws Exception {
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
    announce(casino, options);
    if (options.train()) {
      Training.rehearse(casino.url());
      System.exit(0);
    }
    closed.await();
  }
}
