package dev.pitboss.server;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.Grammar;
import dev.pitboss.cli.Program;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.database.DatabaseUnsuitableException;
import dev.pitboss.server.database.embedded.DataDirectoryInUseException;
import dev.pitboss.server.database.embedded.EmbeddedDatabaseException;
import dev.pitboss.server.http.ListenAddress;
import dev.pitboss.server.monitoring.Build;
import dev.pitboss.server.scheduling.FatalErrors;
import dev.pitboss.server.systemd.ServiceNotifier;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The command line. Exit codes: 0 ended as asked, 1 could not start, 2 usage error,
/// [FatalErrors#DATABASE_LOST] and [FatalErrors#BROKEN].
public final class ServerProgram implements Program {
  private static final Logger LOG = LoggerFactory.getLogger(ServerProgram.class);

  private static final int FAILED = 1;

  /// For [java.util.ServiceLoader].
  public ServerProgram() {}

  @Override
  public Set<String> nouns() {
    return Set.of(Grammar.SERVE, "config");
  }

  @Override
  public int run(Arguments arguments) throws UsageException {
    try {
      if (!arguments.noun().equals(Grammar.SERVE)) {
        ConfigCommand.show(arguments, Terminal.ofProcess());
        return 0;
      }
      if (arguments.has("--version")) {
        System.out.println("pitboss " + Build.current().text());
        return 0;
      }
      FatalErrors.install();
      Configuration configuration = Configuration.of(arguments, System.getenv());
      return serve(ServerOptions.of(configuration, arguments.has("--train"), System.getenv()));
    } catch (ServerOptions.Refused refused) {
      throw new UsageException(String.valueOf(refused.getMessage()));
    }
  }

  /// Starts the casino and serves until the process is told to end.
  @SuppressWarnings("IllegalCatch") // it must not start with half of its threads
  private static int serve(ServerOptions options) {
    try {
      run(options);
      return 0;
    } catch (DataDirectoryInUseException
        | EmbeddedDatabaseException
        | DatabaseUnsuitableException
        | ListenAddress.Refused refused) {
      System.err.println("pitboss: " + refused.getMessage());
    } catch (Exception | Error failure) {
      FatalErrors.check(failure);
      LOG.error("Pitboss could not start", failure);
      System.err.println("pitboss: could not start: " + failure.getMessage());
    }
    return FAILED;
  }

  private static void announce(Casino casino, ServerOptions options) {
    String url = casino.urls().browser();
    if (casino.urls().port() != options.port()) {
      System.out.println(
          "Port %d is in use; serving on port %d.".formatted(options.port(), casino.urls().port()));
    }
    System.out.println("Pitboss is open: " + url);
    if (casino.urls().listensOnAll()) {
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
    ServiceNotifier manager = ServiceNotifier.of(System.getenv());
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(() -> {
                  manager.stopping();
                  casino.close();
                  closed.countDown();
                }));
    announce(casino, options);
    manager.ready("serving at " + casino.urls().browser());
    if (options.train()) {
      Training.rehearse(casino.url());
      System.exit(0);
    }
    closed.await();
  }
}
