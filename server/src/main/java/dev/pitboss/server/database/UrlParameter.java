package dev.pitboss.server.database;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The parameters of database URLs: all of the pinned pgjdbc's, and all of libpq's. Each is
/// honoured or refused for a reason; none is dropped.
///
/// @param name as in the URL
/// @param driverName the pgjdbc property that it sets; of a part of the URL, `host`, `port`,
///   `dbname`, `user`, `password` or `passfile`; empty when refused
/// @param refused why; empty when honoured
public record UrlParameter(String name, String driverName, String refused) {
  private static final String OWN_SESSION =
      "Pitboss sets up its sessions; set anything else with ALTER ROLE … SET";
  private static final String OWN_TIMES =
      "an answer is due within 3 s, so Pitboss sets this time-out";
  private static final String OWN_STATEMENTS = "Pitboss's statements rely on the driver's default";
  private static final String OWN_CLASS = "it loads a class into the server";
  private static final String OWN_LOG = "the log is configured with Logback";
  private static final String KERBEROS =
      "Kerberos is not supported; use a password or a client certificate";
  private static final String NOT_IN_DRIVER = "the driver has no such setting";
  private static final String SERVICE = "service files are not read; name the parts in the URL";
  private static final String RETRY = "a failed statement must end its transaction";

  private static final Map<String, UrlParameter> ALL = new LinkedHashMap<>();

  /// Variables of libpq, each with the parameter it stands for.
  private static final Map<String, String> VARIABLES = new LinkedHashMap<>();

  static {
    same("user", "password", "sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword");
    same("host", "port", "dbname", "passfile");
    same("ssl", "sslNegotiation", "sslResponseTimeout", "pemKeyAlgorithm", "channelBinding");
    same("requireAuth", "scramMaxIterations", "gssEncMode", "targetServerType");
    same("loadBalanceHosts", "hostRecheckSeconds", "connectTimeout", "ApplicationName");
    same("localSocketAddress", "tcpKeepAlive", "tcpNoDelay", "sendBufferSize");
    same("receiveBufferSize");
    alias("PGHOST", "host");
    alias("PGPORT", "port");
    alias("PGDBNAME", "dbname");
    alias("sslnegotiation", "sslNegotiation");
    alias("channel_binding", "channelBinding");
    alias("require_auth", "requireAuth");
    alias("gssencmode", "gssEncMode");
    alias("target_session_attrs", "targetServerType");
    alias("load_balance_hosts", "loadBalanceHosts");
    alias("connect_timeout", "connectTimeout");
    alias("application_name", "ApplicationName");
    alias("keepalives", "tcpKeepAlive");
    refuse(OWN_SESSION, "options", "groupStartupParameters", "assumeMinServerVersion");
    refuse("all tables are in the schema public", "currentSchema");
    refuse("Pitboss writes", "readOnly", "readOnlyMode");
    refuse("sessions run SQL only", "replication");
    refuse(OWN_TIMES, "socketTimeout", "loginTimeout", "queryTimeout", "cancelSignalTimeout");
    refuse(RETRY, "autosave", "cleanupSavepoints");
    refuse("statements are prepared at the server", "preferQueryMode", "prepareThreshold");
    refuse(OWN_STATEMENTS, "preparedStatementCacheQueries", "preparedStatementCacheSizeMiB");
    refuse(OWN_STATEMENTS, "flushCacheOnDdl", "defaultRowFetchSize", "adaptiveFetch");
    refuse(OWN_STATEMENTS, "adaptiveFetchMaximum", "adaptiveFetchMinimum", "maxResultBuffer");
    refuse(OWN_STATEMENTS, "binaryTransfer", "binaryTransferDisable", "binaryTransferEnable");
    refuse(OWN_STATEMENTS, "reWriteBatchedInserts", "reWriteBatchedInsertsSize", "stringtype");
    refuse(OWN_STATEMENTS, "convertBooleanToNumeric", "escapeSyntaxCallMode", "unknownLength");
    refuse(OWN_STATEMENTS, "quoteReturningIdentifiers", "disableColumnSanitiser");
    refuse(OWN_STATEMENTS, "databaseMetadataCacheFields", "databaseMetadataCacheFieldsMiB");
    refuse(OWN_STATEMENTS, "hideUnprivilegedObjects", "maxSendBufferSize", "protocolVersion");
    refuse("the driver always uses UTF-8", "allowEncodingChanges", "client_encoding");
    refuse(OWN_CLASS, "authenticationPluginClassName", "classLoaderStrategy", "connectExecutor");
    refuse(OWN_CLASS, "connectExecutorArg", "socketFactory", "socketFactoryArg", "sslfactory");
    refuse(OWN_CLASS, "sslfactoryarg", "sslhostnameverifier", "sslpasswordcallback");
    refuse(OWN_CLASS, "xmlFactoryFactory");
    refuse(OWN_LOG, "loggerFile", "loggerLevel", "logServerErrorDetail", "logUnclosedConnections");
    refuse(KERBEROS, "gsslib", "gssResponseTimeout", "gssUseDefaultCreds", "jaasApplicationName");
    refuse(KERBEROS, "jaasLogin", "kerberosServerName", "krbsrvname", "gssdelegation");
    refuse(KERBEROS, "sspiServiceClass", "useSpnego");
    refuse(SERVICE, "service", "servicefile");
    refuse(NOT_IN_DRIVER, "hostaddr", "fallback_application_name", "keepalives_idle");
    refuse(NOT_IN_DRIVER, "keepalives_interval", "keepalives_count", "tcp_user_timeout");
    refuse(NOT_IN_DRIVER, "requiressl", "requirepeer", "sslcompression", "sslkeylogfile");
    refuse(NOT_IN_DRIVER, "sslcertmode", "sslcrl", "sslcrldir", "sslsni");
    refuse(NOT_IN_DRIVER, "ssl_min_protocol_version", "ssl_max_protocol_version");
    refuse(NOT_IN_DRIVER, "min_protocol_version", "max_protocol_version", "scram_client_key");
    refuse(NOT_IN_DRIVER, "scram_server_key", "oauth_issuer", "oauth_client_id");
    refuse(NOT_IN_DRIVER, "oauth_client_secret", "oauth_scope");
    variables("PGHOST host", "PGPORT port", "PGDATABASE dbname", "PGUSER user");
    variables("PGPASSWORD password", "PGPASSFILE passfile", "PGSSLMODE sslmode");
    variables("PGSSLROOTCERT sslrootcert", "PGSSLCERT sslcert", "PGSSLKEY sslkey");
    variables("PGSSLNEGOTIATION sslnegotiation", "PGCHANNELBINDING channel_binding");
    variables("PGREQUIREAUTH require_auth", "PGGSSENCMODE gssencmode");
    variables("PGTARGETSESSIONATTRS target_session_attrs", "PGAPPNAME application_name");
    variables("PGLOADBALANCEHOSTS load_balance_hosts", "PGCONNECT_TIMEOUT connect_timeout");
    variables("PGSERVICE service", "PGSERVICEFILE servicefile", "PGOPTIONS options");
    variables("PGHOSTADDR hostaddr", "PGCLIENTENCODING client_encoding", "PGTZ options");
    variables("PGDATESTYLE options", "PGGEQO options", "PGREQUIRESSL requiressl");
    variables("PGREQUIREPEER requirepeer", "PGSSLCOMPRESSION sslcompression");
    variables("PGSSLCERTMODE sslcertmode", "PGSSLCRL sslcrl", "PGSSLCRLDIR sslcrldir");
    variables("PGSSLSNI sslsni", "PGSSLMINPROTOCOLVERSION ssl_min_protocol_version");
    variables("PGSSLMAXPROTOCOLVERSION ssl_max_protocol_version", "PGKRBSRVNAME krbsrvname");
    variables("PGMINPROTOCOLVERSION min_protocol_version", "PGGSSLIB gsslib");
    variables("PGMAXPROTOCOLVERSION max_protocol_version", "PGGSSDELEGATION gssdelegation");
  }

  /// Whether its value is used.
  public boolean isHonoured() {
    return refused.isEmpty();
  }

  /// All of them by name.
  public static Map<String, UrlParameter> all() {
    return Collections.unmodifiableMap(ALL);
  }

  /// The parameter that a variable of libpq stands for, by the variable's name.
  public static Map<String, String> variables() {
    return Collections.unmodifiableMap(VARIABLES);
  }

  /// The parameter of that name.
  static Optional<UrlParameter> of(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  private static void same(String... names) {
    for (String name : names) {
      alias(name, name);
    }
  }

  private static void alias(String name, String driverName) {
    ALL.put(name, new UrlParameter(name, driverName, ""));
  }

  private static void refuse(String reason, String... names) {
    for (String name : names) {
      ALL.put(name, new UrlParameter(name, "", reason));
    }
  }

  private static void variables(String... pairs) {
    Stream.of(pairs).map(pair -> pair.split(" ", 2)).forEach(p -> VARIABLES.put(p[0], p[1]));
  }
}
