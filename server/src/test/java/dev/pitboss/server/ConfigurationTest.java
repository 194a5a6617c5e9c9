package dev.pitboss.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.cli.Grammar;
import dev.pitboss.server.commands.CapturedTerminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Options, variables and the configuration file.
class ConfigurationTest {
  @TempDir private Path folder;

  private String file(String text) throws Exception {
    return Files.writeString(folder.resolve("pitboss.properties"), text).toString();
  }

  private static ServerOptions parse(Map<String, String> environment, String... words)
      throws ServerOptions.Refused {
    return ServerOptions.parse(words, environment);
  }

  private record Shown(String out, String err) {}

  private static Shown show(Map<String, String> environment, String... words) throws Exception {
    CapturedTerminal captured = new CapturedTerminal(environment);
    List<String> all = new ArrayList<>(List.of("show"));
    all.addAll(List.of(words));
    ConfigCommand.show(Grammar.parse("config", all), captured.terminal());
    return new Shown(captured.out(), captured.err());
  }

  @Test
  void optionCountsBeforeVariableBeforeFileBeforeDefault() throws Exception {
    String file = file("# the casino's\nport = 9001\nhost: 10.0.0.1\nproxies=1\n");
    Map<String, String> environment =
        Map.of("PITBOSS_PORT", "9002+", "PITBOSS_HOST", "10.0.0.2", "PITBOSS_CONFIG", file);

    ServerOptions options = parse(environment, "--port", "9003");

    assertThat(options.port()).isEqualTo(9003);
    assertThat(options.takesNextPort()).isFalse();
    assertThat(options.host()).isEqualTo("10.0.0.2");
    assertThat(options.access().proxies()).isEqualTo(1);
    assertThat(options.poolSize()).isEqualTo(12);
    assertThat(parse(Map.of(), "--config", file).port()).isEqualTo(9001);
    assertThat(parse(environment).takesNextPort()).isTrue();
  }

  @Test
  void everySettingHasAVariableAndALine() throws Exception {
    Map<String, String> values = new HashMap<>();
    values.put("port", "9001");
    values.put("host", "0.0.0.0");
    values.put("data", "/srv/casino");
    values.put("database-url", "postgresql://ann@db.example/casino");
    values.put("database-password", "secret");
    values.put("database-password-file", "");
    values.put("wal-archive", "");
    values.put("pool", "4");
    values.put("proxies", "2");
    values.put("rate-factor", "3");
    values.put("oidc-issuer", "https://id.example/");
    values.put("oidc-client-id", "casino");
    values.put("oidc-client-secret", "hidden");
    values.put("oidc-name", "Example");
    assertThat(values.keySet()).containsExactlyInAnyOrderElementsOf(Setting.keys());
    StringBuilder lines = new StringBuilder();
    Map<String, String> variables = new HashMap<>();
    for (Setting setting : Setting.values()) {
      String value = String.valueOf(values.get(setting.key()));
      lines.append(setting.key()).append('=').append(value).append('\n');
      variables.put(setting.variable(), value);
    }

    ServerOptions byFile = parse(Map.of(), "--config", file(lines.toString()));

    assertThat(byFile).isEqualTo(parse(variables));
    assertThat(byFile.database().orElseThrow().password()).isEqualTo("secret");
    assertThat(byFile.openId()).isPresent();
    assertThat(byFile.data()).isEqualTo(Path.of("/srv/casino"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "prot=1|unknown name prot; did you mean port?",
        "colour=blue|unknown name colour",
        "port=0|port in FILE takes a number from 1 to 65535, got 0",
        "pool=many|pool in FILE takes a number from 1 to 200, got many",
        "host=|host in FILE needs a value",
        "database-url=mysql://ann:s3cret@a/b|database-url in FILE takes postgresql://",
        "port=1%port=2|port is given twice",
        "--port=1|unknown name --port; did you mean port?"
      })
  void linesThatCannotBeTakenAreNamed(String lines, String message) throws Exception {
    String file = file(lines.replace('%', '\n'));

    assertThatThrownBy(() -> parse(Map.of(), "--config", file))
        .isInstanceOf(ServerOptions.Refused.class)
        .hasMessageContaining(message.replace("FILE", file))
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void fileThatCannotBeReadIsNamed() throws Exception {
    assertThatThrownBy(() -> parse(Map.of(), "--config", "/no/such/file"))
        .hasMessage("--config: there is no file /no/such/file");
    assertThatThrownBy(() -> parse(Map.of("PITBOSS_CONFIG", folder.toString())))
        .hasMessageStartingWith("--config: cannot read " + folder);
    assertThatThrownBy(() -> parse(Map.of(), "--config", "")).hasMessage("--config needs a value");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> parse(Map.of(), "--config", binary.toString()))
        .hasMessageContaining("is not a text in UTF-8");
    Path large = Files.write(folder.resolve("large"), new byte[(64 << 10) + 1]);
    assertThatThrownBy(() -> parse(Map.of(), "--config", large.toString()))
        .hasMessageContaining("takes a file of at most 65536 bytes");
  }

  @Test
  void variableThatCannotBeTakenIsNamed() {
    assertThatThrownBy(() -> parse(Map.of("PITBOSS_POOL", "0")))
        .hasMessage("PITBOSS_POOL takes a number from 1 to 200, got 0");
    assertThatThrownBy(() -> parse(Map.of("PITBOSS_HOST", "")))
        .hasMessage("PITBOSS_HOST needs a value");
  }

  /// Of a service called pitboss, Kubernetes tells every pod PITBOSS_PORT=tcp://….
  @Test
  void addressOfAServiceIsNoPort() throws Exception {
    assertThat(parse(Map.of("PITBOSS_PORT", "tcp://10.0.0.7:80")).port()).isEqualTo(8080);
  }

  @Test
  void showTellsEachValueAndItsSourceWithoutSecrets() throws Exception {
    String file = file("database-password=s3cret-1\noidc-client-secret=s3cret-2\n");
    Map<String, String> environment =
        Map.of(
            "PITBOSS_DATABASE_URL",
            "postgresql://ann:s3cret-3@db.example/casino",
            "PITBOSS_PROT",
            "1",
            "XDG_DATA_HOME",
            "/home/ann/data");

    Shown shown = show(environment, "--config", file, "--port", "9000");

    assertThat(shown.out().lines())
        .anyMatch(line -> line.matches("port +9000 +option --port"))
        .anyMatch(line -> line.matches("host +127\\.0\\.0\\.1 +default"))
        .anyMatch(line -> line.matches("data +/home/ann/data/pitboss +default"))
        .anyMatch(line ->
            line.matches(
                "database-url +postgresql://ann:\\*\\*\\*@db.example/casino +variable"
                    + " PITBOSS_DATABASE_URL"))
        .anyMatch(
            line -> line.matches("database-password +\\*\\*\\* +file database-password in .*"))
        .anyMatch(line -> line.matches("oidc-issuer +- +default"))
        .hasSize(Setting.values().length);
    assertThat(shown.out()).doesNotContain("s3cret");
    assertThat(shown.err())
        .isEqualTo("pitboss config: unknown variable PITBOSS_PROT; did you mean PITBOSS_PORT?\n");
    assertThat(show(environment, "--json", "--config", file).out())
        .contains("{\"name\":\"port\",\"value\":\"8080+\",\"source\":\"default\"}")
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://ann:p@ss:w@db.example/casino,postgresql://ann:***@db.example/casino",
    "postgresql://ann@db.example/casino,postgresql://ann@db.example/casino",
    "postgresql://db/casino?user=a&password=x&ssl=1,postgresql://db/casino?user=a&password=***&ssl=1"
  })
  void passwordOfAUrlIsMasked(String url, String shown) {
    assertThat(Setting.DATABASE_URL.masked(url)).isEqualTo(shown);
  }

  @Test
  void showRefusesWhatAServerWouldRefuse() {
    assertThatThrownBy(() -> show(Map.of("PITBOSS_PROXIES", "11")))
        .isInstanceOf(ServerOptions.Refused.class)
        .hasMessage("PITBOSS_PROXIES takes a number from 0 to 10, got 11");
  }

  /// What the grammar offers the server takes, and the reverse.
  @Test
  void optionsOfTheGrammarAreTheSettings() {
    assertThat(Grammar.optionsOf("serve"))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Arrays.stream(Setting.values()).filter(Setting::hasOption).map(Setting::option),
                    Stream.of("--config", "--version"))
                .toList());
  }
}
