package dev.pitboss.server.database;

import java.time.Duration;
import java.util.Properties;

/// Connection parameters and time-outs of PostgreSQL.
///
/// @param url JDBC URL, `jdbc:postgresql://…`
/// @param user login role; must own the schema, as it migrates it
/// @param password its password; empty when the server asks for none
/// @param poolSize connections kept, 1 to 200
/// @param waits how long anything may take
public record DatabaseOptions(String url, String user, String password, int poolSize, Waits waits) {
  /// How long to wait, in whole seconds but for those of statements.
  public enum Waits {
    /// A reply is due within three seconds, so a statement gets two, a lock one and a half, and the
    /// socket three.
    OF_REQUESTS(2, 3, 3, 2_000, 1_500, 5_000, 1),
    /// A command of an administrator waits as long as a busy machine needs: there the driver's
    /// classes alone can take seconds.
    OF_COMMANDS(20, 30, 60, 40_000, 20_000, 60_000, 20);

    private final int connectSeconds;
    private final int loginSeconds;
    private final int socketSeconds;
    private final int statementMillis;
    private final int lockMillis;
    private final int idleMillis;
    private final int acquireSeconds;

    Waits(
        int connectSeconds,
        int loginSeconds,
        int socketSeconds,
        int statementMillis,
        int lockMillis,
        int idleMillis,
        int acquireSeconds) {
      this.connectSeconds = connectSeconds;
      this.loginSeconds = loginSeconds;
      this.socketSeconds = socketSeconds;
      this.statementMillis = statementMillis;
      this.lockMillis = lockMillis;
      this.idleMillis = idleMillis;
      this.acquireSeconds = acquireSeconds;
    }

    /// For a connection of the pool; the pool makes it the limit of a login, too.
    Duration acquire() {
      return Duration.ofSeconds(acquireSeconds);
    }

    int loginSeconds() {
      return loginSeconds;
    }
  }

  /// On two cores more connections only queue inside PostgreSQL; requests queue better here.
  public static final int DEFAULT_POOL_SIZE = 12;

  /// How to reach it for requests.
  public DatabaseOptions(String url, String user, String password, int poolSize) {
    this(url, user, password, poolSize, Waits.OF_REQUESTS);
  }

  /// The same database, with the timeouts of a command.
  public DatabaseOptions forCommands() {
    return new DatabaseOptions(url, user, password, poolSize, Waits.OF_COMMANDS);
  }

  public DatabaseOptions {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException("a database URL starts with jdbc:postgresql:, got " + url);
    }
    if (poolSize < 1 || poolSize > 200) {
      throw new IllegalArgumentException("pool size must be 1 to 200, got " + poolSize);
    }
  }

  /// Masks the password.
  @Override
  public String toString() {
    return "DatabaseOptions[url=" + url + ", user=" + user + ", poolSize=" + poolSize + "]";
  }

  /// Driver properties of the pool's connections. Every wait ends.
  Properties applicationProperties() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "pitboss");
    properties.setProperty("connectTimeout", Integer.toString(waits.connectSeconds));
    properties.setProperty("loginTimeout", Integer.toString(waits.loginSeconds));
    properties.setProperty("socketTimeout", Integer.toString(waits.socketSeconds));
    properties.setProperty("cancelSignalTimeout", "1");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("prepareThreshold", "1");
    properties.setProperty("binaryTransferEnable", "UUID_ARRAY"); // UuidArray
    // The settlement's plan is right for any number of bets, and planning it takes longer than
    // settling one.
    properties.setProperty(
        "options",
        "-c role=pitboss_app -c statement_timeout=%d -c lock_timeout=%d"
                .formatted(waits.statementMillis, waits.lockMillis)
            + " -c plan_cache_mode=force_generic_plan"
            + " -c idle_in_transaction_session_timeout=%d -c timezone=UTC"
                .formatted(waits.idleMillis));
    return properties;
  }
}
