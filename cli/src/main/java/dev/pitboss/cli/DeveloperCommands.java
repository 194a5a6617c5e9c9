package dev.pitboss.cli;

import static dev.pitboss.cli.Specs.choice;
import static dev.pitboss.cli.Specs.command;
import static dev.pitboss.cli.Specs.ending;
import static dev.pitboss.cli.Specs.flag;
import static dev.pitboss.cli.Specs.number;
import static dev.pitboss.cli.Specs.operand;
import static dev.pitboss.cli.Specs.operands;
import static dev.pitboss.cli.Specs.option;
import static dev.pitboss.cli.Specs.optional;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The grammar of the commands of developers: the scanner for leaks, benchmarks, and what the
/// script does itself.
final class DeveloperCommands {
  private static final long MAX_COUNT = Integer.MAX_VALUE;

  private static final String LEAKS =
      """
      Finds where sources lose database connections. Reports each line under DIR that acquires a \
      connection which is not surely closed. Nothing has to be built. Of a jar, a war or a \
      folder with class files only, the compiled classes are scanned instead.\
      """;

  private static final String LEAKS_ENDING =
      """
      Exit codes: 0 all code that acquires was analysed and nothing is lost (or all is
      mended), 1 something is lost (or left alone), 2 could not look: no source, an
      analysis that did not end, or a usage error, 3 nothing certain found, but some
      code that may acquire was not analysed or is uncertain.\
      """;

  private static final String TEST =
      """
      Checks everything, as CI does, or runs the tests that are named. Options with one dash are \
      Maven's.\
      """;

  private static final String DIST =
      """
      Makes a release of the tracked connections: jar, sources, javadoc and BOM as a Maven \
      repository. With --casino, a release of the casino for machines without sources and JDK: a \
      tarball with a Java runtime of its own, a Debian package (where dpkg-deb is installed), a \
      Dockerfile, a list of components (CycloneDX), alert rules and a dashboard; on Linux, for \
      Linux. Both have checksums in SHA256SUMS, and the same commit and JDK make the same bytes.\
      """;

  private static final String BENCH =
      """
      Runs a benchmark. One that is stopped by Ctrl-C or SIGTERM leaves no process and no data \
      behind. Numbers depend on the machine: quote them with the line that is printed first.\
      """;

  private DeveloperCommands() {}

  static void addTo(Map<String, Supplier<CommandSpec>> nouns) {
    nouns.put("bench", DeveloperCommands::bench);
    nouns.put("leaks", DeveloperCommands::leaks);
    nouns.put(
        "test",
        () ->
            command(
                "test",
                TEST,
                optional("CLASS...", "test classes, such as PlayIT or LimitsTest#week*"),
                flag("--fast", "tests without I/O only, in about a minute; no checks of style"),
                option("--module NAME", Specs.GIVEN, "tests of one module only, such as games")));
    nouns.put(
        "screenshots",
        () ->
            command(
                "screenshots",
                "Takes screenshots of every page, dark and light, wide and narrow.",
                operand("DIR", "folder to write to")));
    nouns.put(
        "dist",
        () ->
            command(
                "dist",
                DIST,
                operand("DIR", "an empty folder to write to"),
                flag("--casino", "release the casino instead of the library"),
                option("--sign KEY", Specs.GIVEN, "sign each file with this key of gpg")));
    nouns.put("build", () -> command("build", "Builds, and nothing else."));
    nouns.put("jdk", () -> command("jdk", "Prints the folder of the JDK that is used."));
  }

  private static CommandSpec leaks() {
    return ending(
        command(
            "leaks",
            LEAKS,
            operands("DIR|FILE", "folder, source, jar or class file to scan"),
            option(
                "--within DIR",
                Specs.GIVEN,
                "report the files that are named only, and read DIR to judge them"),
            flag("--statements", "lost statements are findings, too"),
            option(
                "--acquirer NAME",
                Specs.TEXT,
                "methods or functions of this name hand over a connection; repeatable"),
            option(
                "--model FILE",
                Specs.TEXT,
                "what libraries do with connections (docs/leaks.md); repeatable"),
            option(
                "--min-confidence LEVEL",
                choice("high", "medium", "low"),
                "count findings of at least this confidence: high, medium or low (default medium);"
                    + " the others are listed as uncertain"),
            flag("--libraries", "scan the libraries inside a jar or war, too"),
            flag("--json", "report as JSON"),
            flag("--sarif", "report as SARIF 2.1.0"),
            option("--write-sarif FILE", Specs.GIVEN, "write SARIF to FILE, too"),
            flag("--report", "report as Markdown, with both mends for each place"),
            flag("--annotations", "report as GitHub workflow commands, one a finding"),
            option("--baseline FILE", Specs.TEXT, "findings in FILE are known, and not counted"),
            option("--write-baseline FILE", Specs.TEXT, "write the findings of now to FILE"),
            option(
                "--fix KIND",
                choice("surgical", "clean"),
                "print a patch: surgical, a finally that closes, or clean, try-with-resources"),
            flag("--write", "with --fix: change the files instead"),
            Specs.hidden(option("--class-path PATH", Specs.TEXT, "accepted without effect"))),
        LEAKS_ENDING);
  }

  private static OptionSpec quick() {
    return flag("--quick", "fewer and shorter measurements");
  }

  private static OptionSpec json() {
    return option("--json FILE", Specs.GIVEN, "write the numbers to FILE");
  }

  private static OptionSpec against() {
    return option(
        "--against BUILD",
        Specs.TEXT,
        "measure another build in turns with this one and print the ratios: a commit, or a"
            + " folder with a checkout");
  }

  private static void campaign(
      CommandSpec bench, String name, String description, ArgSpec... options) {
    Specs.verb(bench, command(name, description, options));
  }

  private static CommandSpec bench() {
    CommandSpec bench = command("bench", BENCH);
    campaign(
        bench,
        "startup",
        "Measures the time from the command to the first answer, warm, and the memory after it.",
        option("--runs N", number(1, MAX_COUNT), "how many starts (default 7)"),
        against());
    campaign(
        bench,
        "connections",
        "Measures what tracking adds to a borrow, beside other pools, by JMH.",
        quick(),
        json(),
        option("--only ROW,ROW", Specs.GIVEN, "only these rows and their bases"));
    campaign(
        bench,
        "soak",
        "Measures a pool that loses a connection every second, for ten minutes.",
        option("--seconds N", number(1, MAX_COUNT), "how long (default 600)"),
        flag("--no-reclaim", "the control, which starves"));
    campaign(
        bench,
        "settlement",
        "Measures bets a second, in process and over HTTP, beside a naive transaction on the same"
            + " database.",
        quick(),
        json(),
        against(),
        option("--pairs N", number(1, MAX_COUNT), "how many turns (default 5)"));
    campaign(
        bench,
        "aging",
        "Measures what a bet costs with a thousand rounds stored, and with ten million. Takes six"
            + " minutes and ten gigabytes.");
    campaign(
        bench,
        "accounts",
        "Measures start, health and the check of every second with very many players. Takes 1 KB"
            + " of disk for each account, deleted afterwards.",
        option("--accounts N", number(10_000, 100_000_000), "how many (default 1 000 000)"));
    campaign(
        bench,
        "games",
        "Measures rounds a second and core of every game, simulated and as played, by JMH, and the"
            + " time of a full enumeration.",
        quick(),
        json());
    addFaults(bench);
    return bench;
  }

  private static void addFaults(CommandSpec bench) {
    campaign(
        bench,
        "outages",
        "Measures a database that takes no writes: read-only, full disk, frozen, killed sessions."
            + " Takes three minutes, root and an installed PostgreSQL.");
    campaign(
        bench,
        "crash",
        "Measures the live table: 1 000 listeners, 500 bets and cash-outs a round.",
        quick(),
        json());
    campaign(
        bench,
        "longrun",
        "Kills two servers and their database repeatedly under bets. Checks the books and every key"
            + " at the end.",
        option(
            "--minutes N", new ValueForm.Quantity(), "how long, may be a fraction (default 15)"));
    campaign(
        bench,
        "killed-database",
        "Ends the embedded database in every way and measures the time until bets settle.",
        option("--rounds N", number(1, MAX_COUNT), "how often each way"));
    campaign(
        bench,
        "lowmemory",
        "Measures servers with 40 to 64 MB of heap under load: which answer, which end, and which"
            + " live on without answering.");
    campaign(
        bench,
        "floods",
        "Measures slow, idle, malformed and unread connections, with bets and health checks beside"
            + " them. Opens 10 000 sockets on this machine.");
  }
}
