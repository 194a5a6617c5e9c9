package dev.pitboss.server.db;

import java.util.Properties;

/// How to reach PostgreSQL and how long anything may take there.
///
/// @param url JDBC URL, `jdbc:postgresql://…`
/// @param user login role; must own the schema, as it migrates it
/// @param password its password; empty when the server asks for none
/// @param poolSize connections kept, 1 to 200
public record DatabaseOptions(String url, String user, String password, int poolSize) {
  /// On two cores more connections only queue inside PostgreSQL; requests queue better here.
  public static final int DEFAULT_POOL_SIZE = 12;

  public DatabaseOptions {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException("a database URL starts with jdbc:postgresql:, not " + url);
    }
    if (poolSize < 1 || poolSize > 200) {
      throw new IllegalArgumentException("pool size must be 1 to 200, not " + poolSize);
    }
  }

  /// Masks the password.
  @Override
  public String toString() {
    return "DatabaseOptions[url=" + url + ", user=" + user + ", poolSize=" + poolSize + "]";
  }

  /// Driver properties of the connections requests work with. Every wait ends: a reply is due
  /// within three seconds, so a statement gets two, a lock one and a half, and the socket three.
  Properties applicationProperties() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "pitboss");
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("loginTimeout", "3");
    properties.setProperty("socketTimeout", "3");
    properties.setProperty("cancelSignalTimeout", "1");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("prepareThreshold", "1");
    properties.setProperty("binaryTransferEnable", "UUID_ARRAY"); // UuidArray
    // The settlement's plan is right for any number of bets, and planning it takes longer than
    // settling one.
    properties.setProperty(
        "options",
        "-c role=pitboss_app -c statement_timeout=2000 -c lock_timeout=1500"
            + " -c plan_cache_mode=force_generic_plan"
            + " -c idle_in_transaction_session_timeout=5000 -c timezone=UTC");
    return properties;
  }
}
