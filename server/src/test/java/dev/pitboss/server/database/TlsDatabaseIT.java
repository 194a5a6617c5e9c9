package dev.pitboss.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shared casino's database, with TLS for the time of the test. Its certificate is for
/// `localhost`.
class TlsDatabaseIT {
  private static final String STORE_PASSWORD = "certificates";

  /// As the driver wants it.
  private static final String ALIAS = "user";

  @TempDir private static Path folder;

  private static CasinoFixture casino;
  private static Path cluster;
  private static String rules;
  private static String refusedBefore;

  @BeforeAll
  static void start() throws Exception {
    casino = CasinoFixture.shared();
    refusedBefore = refusal(url("localhost", "sslmode=require"));
    certificate("server", "CN=server", "san=dns:localhost");
    certificate("client", "CN=certified", "bc=ca:true");
    try (var owner = casino.owner();
        var statement = owner.createStatement();
        var row = statement.executeQuery("SHOW data_directory")) {
      row.next();
      cluster = Path.of(row.getString(1));
    }
    give("server.crt");
    give("server.key");
    give("client.crt");
    rules = Files.readString(cluster.resolve("pg_hba.conf"));
    Files.writeString(
        cluster.resolve("pg_hba.conf"),
        "hostssl all certified 127.0.0.1/32 cert\nhostssl all certified ::1/128 cert\n" + rules);
    for (String setting :
        new String[] {
          "ssl = on",
          "ssl_cert_file = 'server.crt'",
          "ssl_key_file = 'server.key'",
          "ssl_ca_file = 'client.crt'"
        }) {
      casino.sql("ALTER SYSTEM SET " + setting);
    }
    casino.sql("CREATE ROLE certified LOGIN SUPERUSER");
    casino.sql("SELECT pg_reload_conf()");
    Concurrently.await("TLS", () -> refusal(url("127.0.0.1", "sslmode=require")).isEmpty());
  }

  @AfterAll
  static void stop() throws Exception {
    Files.writeString(cluster.resolve("pg_hba.conf"), rules);
    for (String setting : new String[] {"ssl", "ssl_cert_file", "ssl_key_file", "ssl_ca_file"}) {
      casino.sql("ALTER SYSTEM RESET " + setting);
    }
    casino.sql("DROP ROLE certified");
    casino.sql("SELECT pg_reload_conf()");
  }

  /// A certificate that vouches for itself, and its key, in PEM.
  private static void certificate(String name, String subject, String extension) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                subject,
                "-ext",
                extension,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start();
    assertThat(keytool.waitFor()).as(name).isZero();
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, STORE_PASSWORD.toCharArray());
    }
    pem(name + ".crt", "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
    pem(
        name + ".key",
        "PRIVATE KEY",
        keys.getKey(ALIAS, STORE_PASSWORD.toCharArray()).getEncoded());
  }

  private static void pem(String file, String kind, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, text));
    // the driver, too, wants a key to be its owner's alone
    Files.setPosixFilePermissions(
        folder.resolve(file), PosixFilePermissions.fromString("rw-------"));
  }

  /// Into the database's folder, as a file of its own.
  private static void give(String file) throws IOException {
    Path there = cluster.resolve(file);
    Files.writeString(there, Files.readString(folder.resolve(file)));
    Files.setOwner(there, Files.getOwner(cluster));
    Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rw-------"));
  }

  private static DatabaseOptions url(String host, String parameters) {
    DatabaseOptions reach = casino.databaseOptions();
    return at(host, reach.user(), Optional.of(reach.passwordSource()), parameters);
  }

  private static DatabaseOptions at(
      String host, String user, Optional<PasswordSource> password, String parameters) {
    int port = URI.create(casino.databaseOptions().url().substring("jdbc:".length())).getPort();
    return DatabaseUrl.options(
        "--database-url",
        "postgresql://%s@%s:%d/postgres?%s".formatted(user, host, port, parameters),
        password,
        1,
        Map.of());
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  /// Empty when it is not refused.
  private static String refusal(DatabaseOptions options) {
    try {
      Requirements.check(options);
      return "";
    } catch (DatabaseUnsuitableException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  /// Whether requests are served over TLS, and as whom the server knows the client.
  private static String session(DatabaseOptions options) throws SQLException {
    try (Pool pool = Pool.open(options, UnaryOperator.identity())) {
      return new Database(pool.tracker())
          .inTransaction(connection -> {
            String role = Sql.one(connection, "SELECT current_user", row -> row.getString(1));
            Sql.update(connection, "SET LOCAL ROLE NONE"); // which may see its own session
            return Sql.one(
                    connection,
                    "SELECT concat_ws(' ', ssl, session_user)"
                        + " FROM pg_stat_get_activity(pg_backend_pid())",
                    row -> row.getString(1))
                + " "
                + role;
          });
    }
  }

  @Test
  void serverWithoutTlsIsRefusedWhereTlsIsAskedFor() {
    assertThat(refusedBefore).contains("does not support SSL").doesNotContain("\n");
  }

  @Test
  void nameOfTheServerIsVerified() throws Exception {
    String root = "&sslrootcert=" + file("server.crt");
    assertThat(session(url("localhost", "sslmode=verify-full" + root)))
        .isEqualTo("t postgres pitboss_app");
    assertThatCode(() -> Requirements.check(url("127.0.0.1", "sslmode=verify-ca" + root)))
        .as("control: the same server by another name, with less asked for")
        .doesNotThrowAnyException();

    assertThat(refusal(url("127.0.0.1", "sslmode=verify-full" + root)))
        .contains("127.0.0.1")
        .contains("verif")
        .doesNotContain("\n");
    assertThat(session(url("localhost", "sslmode=disable"))).isEqualTo("f postgres pitboss_app");
  }

  @Test
  void certificateOfAnUnknownAuthorityIsRefused() {
    assertThat(refusal(url("localhost", "sslmode=verify-ca&sslrootcert=" + file("client.crt"))))
        .contains("PKIX path")
        .doesNotContain("\n");
    assertThat(refusal(url("localhost", "sslrootcert=system"))).contains("PKIX path");
  }

  @Test
  void clientCertificateLogsInWithoutPassword() throws Exception {
    String tls = "sslmode=verify-full&sslrootcert=" + file("server.crt");
    String own = "&sslcert=%s&sslkey=%s".formatted(file("client.crt"), file("client.key"));

    assertThat(session(at("localhost", "certified", Optional.empty(), tls + own)))
        .isEqualTo("t certified pitboss_app");
    assertThat(
            session(
                at(
                    "localhost",
                    "certified",
                    Optional.empty(),
                    tls + "&sslkey=" + file("client.p12") + "&sslpassword=" + STORE_PASSWORD)))
        .isEqualTo("t certified pitboss_app");
    assertThat(refusal(at("localhost", "certified", Optional.empty(), tls)))
        .contains("refuses the login");
  }

  @Test
  void wrongPasswordOfAKeyIsNotShown() {
    assertThatThrownBy(() ->
            Requirements.check(
                at(
                    "localhost",
                    "certified",
                    Optional.empty(),
                    "sslmode=require&sslpassword=s3cret&sslkey=" + file("client.p12"))))
        .isInstanceOf(DatabaseUnsuitableException.class)
        .hasMessageNotContaining("s3cret")
        .hasMessageNotContaining("\n");
  }
}
