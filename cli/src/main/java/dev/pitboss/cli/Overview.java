package dev.pitboss.cli;

/// The parts of the overview that no command has.
final class Overview {
  static final String BEGINNING =
      """
      Usage: ./pitboss [options]          serve the casino: build if needed, start the
                                          database, print the URL
             ./pitboss COMMAND …          see ./pitboss COMMAND --help

      Commands:
      """;

  static final String INSTALLED_BEGINNING =
      """
      Usage: pitboss [options]            serve the casino: start the database, print
                                          the URL
             pitboss COMMAND …            see pitboss COMMAND --help

      Commands:
      """;

  static final String OPTIONS =
      """

      Options of the server:
      """;

  static final String ENDING =
      """

      Options of this script, with any command:
        --no-download   when there is no JDK, say what to install instead of fetching
                        one
        --help, -h      print help; nothing is built, started or downloaded

      Environment: a variable for each option of the server, such as PITBOSS_PORT;
      JAVA_HOME (looked at first), JAVA_OPTS (added to the JVM's), PITBOSS_LOG (text,
      json, or journal for systemd's), XDG_DATA_HOME, XDG_CACHE_HOME.

      Exit codes: 0 ended as asked, 1 could not start, or the round is NOT VALID, 2 a
      usage error, or an invalid file, 3 no JDK, or out of memory (the JVM's own
      code), 4 the build failed, 5 the embedded database exited and could not be
      restarted, 6 a thread the server cannot do without died. After 3, 5 and 6 start
      it again. leaks: 0 nothing lost, 1 lost connections, 2 could not look, 3 code
      that may acquire was not analysed or is uncertain (or no JDK). SIGTERM and
      Ctrl-C finish the requests in flight and stop the database in order.
      """;

  static final String INSTALLED_ENDING =
      """

      Environment: a variable for each option of the server, such as PITBOSS_PORT;
      JAVA_OPTS (added to the JVM's), PITBOSS_LOG (text, json, or journal for
      systemd's), XDG_DATA_HOME, XDG_CACHE_HOME.

      Exit codes: 0 ended as asked, 1 could not start, or the round is NOT VALID, 2 a
      usage error, or an invalid file, 3 out of memory (the JVM's own code), 5 the
      embedded database exited and could not be restarted, 6 a thread the server
      cannot do without died. After 3, 5 and 6 start it again. SIGTERM and Ctrl-C
      finish the requests in flight and stop the database in order.
      """;

  private Overview() {}
}
