package dev.pitboss.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGProperty;

class DatabaseUrlTest {
  @TempDir private Path folder;

  private static DatabaseOptions options(String url, String... environment) {
    Map<String, String> variables = new HashMap<>(Map.of("HOME", "/nowhere"));
    for (int i = 0; i < environment.length; i += 2) {
      variables.put(environment[i], environment[i + 1]);
    }
    return DatabaseUrl.options("--database-url", url, Optional.empty(), 4, variables);
  }

  private String file(String name, String text) throws Exception {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://ann:s%40c%2Frit@db.example:6000/casino,db.example:6000/casino,ann,s@c/rit",
    "postgres://ann:a+b@db.example/casino,db.example:5432/casino,ann,a+b",
    "jdbc:postgresql://ann:x@db.example/my%20casino,db.example:5432/my+casino,ann,x",
    "postgresql://ann:p@ss:w@db.example/casino,db.example:5432/casino,ann,p@ss:w",
    "postgresql://[::1]:6000/casino?user=ann&password=x%26y,[::1]:6000/casino,ann,x&y",
    "postgresql://ann@/casino?host=db.example&port=6000,db.example:6000/casino,ann,''",
    "postgresql://ann@db.example,db.example:5432/ann,ann,''",
    "postgresql://ann@,localhost:5432/ann,ann,''",
  })
  void formsOfLibpqAndPgjdbcAreTakenApart(
      String url, String address, String user, String password) {
    DatabaseOptions options = options(url);

    assertThat(options.url()).isEqualTo("jdbc:postgresql://" + address);
    assertThat(options.user()).isEqualTo(user);
    assertThat(options.password()).isEqualTo(password);
    assertThat(options.parameters()).isEmpty();
  }

  @Test
  void severalHostsMeanThePrimaryAmongThem() {
    DatabaseOptions options =
        options("postgresql://ann@db1:6000,db2/casino?target_session_attrs=read-write");

    assertThat(options.url()).isEqualTo("jdbc:postgresql://db1:6000,db2:5432/casino");
    assertThat(options.parameters()).isEqualTo(Map.of("targetServerType", "primary"));
    assertThat(options("postgresql://ann@db1,db2/casino").parameters())
        .isEqualTo(Map.of("targetServerType", "primary"));
    assertThat(options.loginSeconds(1)).as("a frozen one takes its whole time").isEqualTo(5);
    assertThat(options("postgresql://ann@db1/casino").loginSeconds(1)).isEqualTo(1);
  }

  @Test
  void parametersReachTheDriverByItsNames() throws Exception {
    String root = file("root.crt", "certificate");
    String key = file("client.key", "-----BEGIN PRIVATE KEY-----\n");

    assertThat(
            options(
                    "postgresql://ann@db.example/casino?sslmode=verify-full&sslrootcert=%s&sslkey=%s"
                            .formatted(root, key)
                        + "&connect_timeout=7&application_name=house%20one&keepalives=0"
                        + "&channel_binding=require&load_balance_hosts=random")
                .parameters())
        .isEqualTo(
            Map.of(
                "sslmode", "verify-full",
                "sslrootcert", root,
                "sslkey", key,
                "connectTimeout", "7",
                "ApplicationName", "house one",
                "tcpKeepAlive", "false",
                "channelBinding", "require",
                "loadBalanceHosts", "true"));
    assertThat(options("jdbc:postgresql://db.example/casino?ssl").parameters())
        .isEqualTo(Map.of("ssl", "true"));
    assertThat(options("postgresql://h/d?sslrootcert=system").parameters())
        .isEqualTo(
            Map.of(
                "sslmode", "verify-full",
                "sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory"));
  }

  @Test
  void hostThatIsAFolderIsAUnixSocket() {
    for (String url :
        List.of(
            "postgresql://ann@%2Frun%2Fpostgresql:6000/casino",
            "postgresql:///casino?host=/run/postgresql&port=6000&user=ann")) {
      assertThat(options(url).url()).isEqualTo("jdbc:postgresql://localhost:6000/casino");
      assertThat(options(url).parameters())
          .isEqualTo(
              Map.of(
                  "socketFactory", "org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg",
                  "socketFactoryArg", "/run/postgresql/.s.PGSQL.6000"));
    }
  }

  @Test
  void variablesFillWhatTheUrlLeavesOpen() throws Exception {
    String[] all = {
      "PGHOST",
      "db9",
      "PGPORT",
      "6001",
      "PGUSER",
      "bob",
      "PGPASSWORD",
      "s3cret",
      "PGDATABASE",
      "bets",
      "PGSSLMODE",
      "require",
      "PGAPPNAME",
      "node"
    };
    DatabaseOptions open = options("postgresql://", all);
    assertThat(open.url()).isEqualTo("jdbc:postgresql://db9:6001/bets");
    assertThat(open.user()).isEqualTo("bob");
    assertThat(open.password()).isEqualTo("s3cret");
    assertThat(open.parameters())
        .isEqualTo(Map.of("sslmode", "require", "ApplicationName", "node"));

    DatabaseOptions whole = options("postgresql://ann:x@db1:1/casino?sslmode=disable", all);
    assertThat(whole.url()).isEqualTo("jdbc:postgresql://db1:1/casino");
    assertThat(whole.user()).isEqualTo("ann");
    assertThat(whole.password()).isEqualTo("x");
    assertThat(whole.parameters())
        .isEqualTo(Map.of("sslmode", "disable", "ApplicationName", "node"));
    assertThat(
            DatabaseUrl.options(
                    "--database-url",
                    "postgresql://ann@db1/casino",
                    Optional.of(new PasswordSource.Fixed("given")),
                    4,
                    Map.of("PGPASSWORD", "s3cret"))
                .password())
        .isEqualTo("given");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?options=-c%20role%3Dx|--database-url: parameter options is refused: Pitboss sets up",
        "?autosave=always|parameter autosave is refused: a failed statement must end",
        "?preferQueryMode=simple|parameter preferQueryMode is refused: statements are prepared",
        "?currentSchema=other|parameter currentSchema is refused: all tables are in the schema",
        "?sslmod=require|unknown parameter sslmod; did you mean sslmode?",
        "?ssl%2Dmode=x|unknown parameter of that name",
        "?sslmode=|parameter sslmode needs a value",
        "?sslmode=full|parameter sslmode takes disable, allow, prefer, require, verify-ca, verify",
        "?sslmode=require&sslmode=disable|parameter sslmode is given twice",
        "?connect_timeout=0|parameter connect_timeout takes a number from 1 to 60, got 0",
        "?tcpKeepAlive=yes|parameter tcpKeepAlive takes true, false, got yes",
        "?requireAuth=scram|parameter requireAuth takes password, md5, scram-sha-256",
        "?targetServerType=secondary|parameter targetServerType takes any, master, primary, got",
        "?sslrootcert=/no/such|parameter sslrootcert takes a file that can be read, got /no/such",
        "?sslrootcert=system&sslmode=require|sslrootcert=system takes sslmode=verify-full",
        "?port=1,2|--database-url has 1 hosts and 2 ports",
      })
  void whatCannotBeHonouredIsRefusedByName(String parameters, String message) {
    assertThatThrownBy(() -> options("postgresql://ann:s3cret@db.example/casino" + parameters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void hostsThatCannotBeOneCasinosAreRefused() throws Exception {
    assertThatThrownBy(() -> options("postgresql://a,b/casino?targetServerType=any"))
        .hasMessageContaining("with several hosts targetServerType must be primary, got any");
    assertThatThrownBy(() -> options("postgresql:///casino?host=/run/a,b"))
        .hasMessageContaining("either one Unix socket or several hosts");
    assertThatThrownBy(() -> options("postgresql://" + "a,".repeat(16) + "a/casino"))
        .hasMessageContaining("takes at most 16 hosts, got 17");
    String old = file("old.key", "-----BEGIN EC PRIVATE KEY-----\n");
    assertThatThrownBy(() -> options("postgresql://a/casino?sslkey=" + old))
        .hasMessageContaining("takes a key in PKCS-8 or PKCS-12")
        .hasMessageContaining("openssl pkcs8 -topk8");
  }

  /// A character of the password that separates parts of a URL must not show what stands after it.
  @ParameterizedTest
  @CsvSource({
    "postgresql://ann:s3/cret@db.example/casino",
    "postgresql://ann:s3?cret@db.example/casino",
    "postgresql://ann:s3#cret@db.example/casino",
    "postgresql://ann:s3%cret@db.example/casino",
    "postgresql://ann@db.example:s3cret/casino",
    "postgresql://ann s3cret/casino",
    "mysql://ann:s3cret@db.example/casino",
    "ann:s3cret@db.example",
  })
  void messagesShowNoPartOfAPassword(String url) {
    assertThatThrownBy(() -> options(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--database-url")
        .hasMessageNotContaining("s3")
        .hasMessageNotContaining("cret");
  }

  @Test
  void variablesThatCannotBeHonouredAreRefusedByName() {
    assertThatThrownBy(() -> options("postgresql://a/b", "PGOPTIONS", "-c role=x"))
        .hasMessageStartingWith("variable PGOPTIONS is refused: Pitboss sets up its sessions");
    assertThatThrownBy(() -> options("postgresql://a/b", "PGSERVICE", "x"))
        .hasMessageStartingWith("variable PGSERVICE is refused: service files are not read");
    assertThatThrownBy(() -> options("postgresql://a/b", "PGSSLMODE", "maybe"))
        .hasMessageStartingWith("variable PGSSLMODE takes disable, allow");
    assertThatThrownBy(() -> options("postgresql://a/b", "PGPORT", "x"))
        .hasMessageContaining("the port of host 1 is not a number");
  }

  /// Nothing that the pinned driver knows is left out.
  @Test
  void everyPropertyOfTheDriverIsHonouredOrRefused() {
    List<String> properties = Arrays.stream(PGProperty.values()).map(PGProperty::getName).toList();

    assertThat(UrlParameter.all().keySet()).containsAll(properties);
    assertThat(UrlParameter.all().values().stream().filter(UrlParameter::isHonoured))
        .allSatisfy(parameter ->
            assertThat(parameter.driverName())
                .isIn(
                    Stream.concat(
                            properties.stream(), Stream.of("host", "port", "dbname", "passfile"))
                        .toList()));
    assertThat(UrlParameter.all().keySet()).containsAll(UrlParameter.variables().values());
  }

  @Test
  void passwordIsTheFirstEntryOfThePasswordFileThatMatches() throws Exception {
    String passfile =
        file(
            "pgpass",
            """
            # host:port:database:user:password
            db1:5432:other:ann:wrong
            db\\:1:*:*:ann:wrong
            db1:*:casino:ann:s3\\:c\\\\ret:more
            *:*:*:*:general
            """);
    String url = "postgresql://ann@db1/casino?passfile=" + passfile;

    assertThat(options(url).password()).isEqualTo("s3:c\\ret:more");
    assertThat(options("postgresql://bob@db2/casino", "PGPASSFILE", passfile).password())
        .isEqualTo("general");
    file("pgpass", "db1:5432:casino:ann:rotated\n");
    assertThat(options(url).password()).isEqualTo("rotated");
    assertThat(options("postgresql://ann:own@db1/casino", "PGPASSFILE", passfile).password())
        .isEqualTo("own");
    assertThat(options("postgresql://bob@db1/casino", "PGPASSFILE", passfile).password()).isEmpty();
    Files.writeString(folder.resolve(".pgpass"), "*:*:*:*:home\n");
    Files.setPosixFilePermissions(
        folder.resolve(".pgpass"), PosixFilePermissions.fromString("rw-------"));
    assertThat(options("postgresql://bob@db1/x", "HOME", folder.toString()).password())
        .isEqualTo("home");
  }

  @Test
  void passwordFilesThatCannotBeUsedAreNamed() throws Exception {
    String passfile = file("pgpass", "db1:*:*:*:one\ndb2:*:*:*:two\n");
    DatabaseOptions two = options("postgresql://ann@db1,db2/casino?passfile=" + passfile);
    assertThatThrownBy(two::password)
        .hasMessageContaining(passfile)
        .hasMessageContaining("different passwords for the hosts");
    DatabaseOptions one = options("postgresql://ann@db1/casino?passfile=" + passfile);
    assertThat(one.password()).isEqualTo("one");
    Files.setPosixFilePermissions(Path.of(passfile), PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(one::password).hasMessageContaining("chmod 600");

    PasswordSource source = new PasswordSource.OfFile(folder.resolve("password"));
    assertThatThrownBy(source::read).hasMessageContaining("there is no password file");
    file("password", "\n");
    assertThatThrownBy(source::read).hasMessageContaining("is empty");
    file("password", "x".repeat((64 << 10) + 1));
    assertThatThrownBy(source::read).hasMessageContaining("is larger than 65536 bytes");
    file("password", "first\n");
    assertThat(source.read()).isEqualTo("first");
    file("password", "second");
    assertThat(source.read()).isEqualTo("second");
  }

  @Test
  void optionsNeverPrintSecrets() throws Exception {
    DatabaseOptions options =
        options("postgresql://ann:s3cret@db1/casino?sslpassword=s3cret2&sslmode=require");

    assertThat(options.parameters()).containsEntry("sslpassword", "s3cret2");
    assertThat(options + " " + options.passwordSource()).doesNotContain("s3cret");
  }
}
