package dev.pitboss.cli;

import static dev.pitboss.cli.Specs.command;
import static dev.pitboss.cli.Specs.ending;
import static dev.pitboss.cli.Specs.flag;
import static dev.pitboss.cli.Specs.hidden;
import static dev.pitboss.cli.Specs.operand;
import static dev.pitboss.cli.Specs.option;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/// The grammar of the server and its configuration.
final class ServerCommands {
  private static final String SERVE =
      """
      Serves the casino: starts the database, prints the URL. The same as no \
      command at all.

      Each option is also a variable, as PITBOSS_DATABASE_URL for --database-url, and a line of \
      the configuration file, as database-url=URL. An option counts before a variable, a variable \
      before the file. `pitboss config show` tells each value and its source.\
      """;

  private static final String SERVE_ENDING =
      """
      Without an option, from variables and the file only: the database's password
      (PITBOSS_DATABASE_PASSWORD, database-password) and single sign-on by OpenID
      Connect: PITBOSS_OIDC_ISSUER (its URL), PITBOSS_OIDC_CLIENT_ID,
      PITBOSS_OIDC_CLIENT_SECRET, PITBOSS_OIDC_NAME (for the button); register
      https://HOST/account.html there as redirect URI.

      Exit codes: 0 ended as asked, 1 could not start, 2 usage error, 3 no JDK or out
      of memory, 5 the embedded database exited and could not be restarted, 6 a
      thread the server cannot do without died. After 3, 5 and 6 start it again.\
      """;

  private static final String CONFIG =
      """
      The configuration of the server: where each value comes from. Nothing is started.\
      """;

  private static final String SHOW =
      """
      Shows each value of the server's configuration and its source. A source is an option, a \
      variable, the configuration file with its line, or the default. Secrets are masked. Takes \
      the options of the server, so that a command line can be tried: an invalid value or an \
      unknown name in the file is a usage error.\
      """;

  private static final String COMPLETION =
      """
      Prints the completion of commands and options for a shell. For this shell: \
      source <(./pitboss completion bash); the command is completed under the name pitboss.\
      """;

  private ServerCommands() {}

  static void addTo(Map<String, Supplier<CommandSpec>> nouns) {
    nouns.put(Grammar.SERVE, ServerCommands::serve);
    nouns.put("config", ServerCommands::config);
    nouns.put("completion", () -> command("completion", COMPLETION, operand("bash|zsh", "shell")));
  }

  private static CommandSpec serve() {
    CommandSpec serve = command(Grammar.SERVE, SERVE);
    addServerOptions(serve);
    serve.addOption(flag("--version", "print version and commit"));
    serve.addOption(
        hidden(
            flag("--train", "start, answer requests to itself, stop: fills the start-up cache")));
    return ending(serve, SERVE_ENDING);
  }

  private static CommandSpec config() {
    CommandSpec config = command("config", CONFIG);
    CommandSpec show = command("show", SHOW);
    addServerOptions(show);
    show.addOption(flag("--json", "for programs"));
    Specs.verb(config, ending(show, "Exit codes: 0 shown, 2 usage error."));
    return config;
  }

  /// Ranges are the server's to check: it names a value by its source.
  private static void addServerOptions(CommandSpec spec) {
    spec.addOption(
        option(
            "--port N",
            Specs.TEXT,
            "port to serve on, 1 to 65535; N+ takes the next free one if N is taken (default"
                + " 8080+)"));
    spec.addOption(
        option(
            "--host ADDRESS",
            Specs.TEXT,
            "address to bind (default 127.0.0.1; 0.0.0.0 lets other machines in)"));
    spec.addOption(CasinoOptions.data());
    spec.addOption(CasinoOptions.databaseUrl());
    spec.addOption(CasinoOptions.databasePasswordFile());
    spec.addOption(CasinoOptions.walArchive());
    spec.addOption(option("--pool N", Specs.TEXT, "database connections, 1 to 200 (default 12)"));
    spec.addOption(
        option(
            "--proxies N",
            Specs.TEXT,
            "proxies of yours in front, each adding to X-Forwarded-For, 0 to 10 (default 0: the"
                + " header is not believed)"));
    spec.addOption(
        option(
            "--rate-factor N",
            Specs.TEXT,
            "how many times the usual request rates are let through, 1 to 1000000 (default 1;"
                + " for load tests)"));
    spec.addOption(CasinoOptions.config());
  }
}
