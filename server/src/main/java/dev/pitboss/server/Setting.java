package dev.pitboss.server;

import dev.pitboss.server.published.GameStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A setting of the server: its name in the configuration file, which is also its option's without
/// the dashes, its variable, and its default.
enum Setting {
  PORT("port", "PITBOSS_PORT", "8080+"),
  HOST("host", "PITBOSS_HOST", "127.0.0.1"),
  DATA("data", "PITBOSS_DATA", ""),
  DATABASE_URL("database-url", "PITBOSS_DATABASE_URL", ""),
  DATABASE_PASSWORD("database-password", "PITBOSS_DATABASE_PASSWORD", ""),
  DATABASE_PASSWORD_FILE("database-password-file", "PITBOSS_DATABASE_PASSWORD_FILE", ""),
  WAL_ARCHIVE("wal-archive", "PITBOSS_WAL_ARCHIVE", ""),
  POOL("pool", "PITBOSS_POOL", "12"),
  PROXIES("proxies", "PITBOSS_PROXIES", "0"),
  RATE_FACTOR("rate-factor", "PITBOSS_RATE_FACTOR", "1"),
  OIDC_ISSUER("oidc-issuer", "PITBOSS_OIDC_ISSUER", ""),
  OIDC_CLIENT_ID("oidc-client-id", "PITBOSS_OIDC_CLIENT_ID", ""),
  OIDC_CLIENT_SECRET("oidc-client-secret", "PITBOSS_OIDC_CLIENT_SECRET", ""),
  OIDC_NAME("oidc-name", "PITBOSS_OIDC_NAME", "");

  /// Names the configuration file.
  static final String CONFIG_VARIABLE = "PITBOSS_CONFIG";

  private final String key;
  private final String variable;
  private final String fixedDefault;

  Setting(String key, String variable, String fixedDefault) {
    this.key = key;
    this.variable = variable;
    this.fixedDefault = fixedDefault;
  }

  /// Name in the configuration file.
  String key() {
    return key;
  }

  String variable() {
    return variable;
  }

  String option() {
    return "--" + key;
  }

  /// Whether it has an option. What is secret has none, because a command line is visible to all
  /// users of the machine; single sign-on is set up as a whole.
  boolean hasOption() {
    return switch (this) {
      case PORT, HOST, DATA, DATABASE_URL, DATABASE_PASSWORD_FILE, WAL_ARCHIVE -> true;
      case POOL, PROXIES, RATE_FACTOR -> true;
      case DATABASE_PASSWORD, OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME -> false;
    };
  }

  /// The value without option, variable and line; empty for no value.
  String defaultValue(Map<String, String> environment) {
    return this == DATA ? GameStore.usualDataFolder(environment).toString() : fixedDefault;
  }

  /// The value as it may be shown: without passwords and secrets.
  String masked(String value) {
    return switch (this) {
      case DATABASE_PASSWORD, OIDC_CLIENT_SECRET -> value.isEmpty() ? "" : "***";
      case DATABASE_URL ->
          value
              .replaceAll("(//[^:/@]*):.*@", "$1:***@")
              .replaceAll("(?i)([?&][a-z]*password=)[^&]*", "$1***");
      case PORT, HOST, DATA, DATABASE_PASSWORD_FILE, WAL_ARCHIVE -> value;
      case POOL, PROXIES, RATE_FACTOR -> value;
      case OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_NAME -> value;
    };
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(Setting::key).toList();
  }

  static List<String> variables() {
    return Arrays.stream(values()).map(Setting::variable).toList();
  }
}
