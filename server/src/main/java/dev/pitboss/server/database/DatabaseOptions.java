package dev.pitboss.server.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// Connection parameters and time-outs of PostgreSQL.
///
/// @param url JDBC URL, `jdbc:postgresql://…`, without parameters
/// @param user login role; must own the schema, as it migrates it
/// @param passwordSource of its password; of an empty one when the server asks for none
/// @param parameters of the driver, as the database URL has them
/// @param poolSize connections kept, 1 to 200
/// @param waits how long anything may take
public record DatabaseOptions(
    String url,
    String user,
    PasswordSource passwordSource,
    Map<String, String> parameters,
    int poolSize,
    Waits waits) {
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

  /// How to reach it with a password that stays.
  public DatabaseOptions(String url, String user, String password, int poolSize, Waits waits) {
    this(url, user, new PasswordSource.Fixed(password), Map.of(), poolSize, waits);
  }

  /// The same database, with the timeouts of a command.
  public DatabaseOptions forCommands() {
    return new DatabaseOptions(url, user, passwordSource, parameters, poolSize, Waits.OF_COMMANDS);
  }

  /// The password of this moment.
  ///
  /// @throws IllegalStateException when its file cannot be read
  public String password() {
    try {
      return passwordSource.read();
    } catch (SQLException unreadable) {
      throw new IllegalStateException(unreadable.getMessage(), unreadable);
    }
  }

  public DatabaseOptions {
    parameters = Map.copyOf(parameters);
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException("a database URL starts with jdbc:postgresql:, got " + url);
    }
    if (poolSize < 1 || poolSize > 200) {
      throw new IllegalArgumentException("pool size must be 1 to 200, got " + poolSize);
    }
  }

  /// Without the password and the parameters, one of which may be a password.
  @Override
  public String toString() {
    return "DatabaseOptions[url=" + url + ", user=" + user + ", poolSize=" + poolSize + "]";
  }

  /// Driver properties of the login role's session; time-outs are the caller's.
  ///
  /// @throws SQLException when the password's file cannot be read
  Properties loginProperties() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", "pitboss");
    properties.setProperty("tcpKeepAlive", "true");
    properties.putAll(parameters);
    properties.setProperty("user", user);
    properties.setProperty("password", passwordSource.read());
    return properties;
  }

  /// Driver properties of the pool's connections. Every wait ends.
  ///
  /// @throws SQLException when the password's file cannot be read
  Properties applicationProperties() throws SQLException {
    Properties properties = loginProperties();
    int connect = connectSeconds(waits.connectSeconds);
    properties.setProperty("connectTimeout", Integer.toString(connect));
    properties.setProperty("loginTimeout", Integer.toString(loginSeconds(waits.loginSeconds)));
    properties.setProperty("socketTimeout", Integer.toString(waits.socketSeconds));
    properties.setProperty("cancelSignalTimeout", "1");
    properties.setProperty("prepareThreshold", "1");
    properties.setProperty("binaryTransferEnable", "UUID_ARRAY"); // UuidArray
    return properties;
  }

  /// To open a connection to one host.
  int connectSeconds(int usual) {
    String given = parameters.get("connectTimeout");
    return given == null ? usual : Integer.parseInt(given);
  }

  /// To log in. The hosts are tried one after the other, so that a frozen one takes its whole time
  /// to connect.
  int loginSeconds(int usual) {
    int hosts = hosts();
    return hosts == 1 && !parameters.containsKey("connectTimeout")
        ? usual
        : Math.max(usual, hosts * connectSeconds(waits.connectSeconds) + 1);
  }

  int hosts() {
    return (int) url.chars().filter(c -> c == ',').count() + 1;
  }

  /// What a session of the pool works with, by the name of the setting. The settlement's plan is
  /// right for any number of bets, and planning it takes longer than settling one.
  Map<String, String> sessionSettings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("role", ApplicationRole.NAME);
    settings.put("statement_timeout", Integer.toString(waits.statementMillis));
    settings.put("lock_timeout", Integer.toString(waits.lockMillis));
    settings.put("idle_in_transaction_session_timeout", Integer.toString(waits.idleMillis));
    settings.put("plan_cache_mode", "force_generic_plan");
    settings.put("timezone", "UTC");
    return settings;
  }
}
