package dev.pitboss.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @Test
  void nothingAskedServesLocallyFromTheUsersDataFolder() throws Exception {
    ServerOptions options =
        ServerOptions.parse(new String[0], Map.of("XDG_DATA_HOME", "/home/ann/data"));

    assertThat(options.host()).isEqualTo("127.0.0.1");
    assertThat(options.port()).isEqualTo(8080);
    assertThat(options.data()).isEqualTo(Path.of("/home/ann/data/pitboss"));
    assertThat(options.database()).isEmpty();
  }

  @Test
  void valuesFollowTheirOptionOrAnEqualsSign() throws Exception {
    ServerOptions options =
        ServerOptions.parse(
            new String[] {"--port", "9000", "--data=/srv/casino", "--pool=4"}, Map.of());

    assertThat(options.port()).isEqualTo(9000);
    assertThat(options.data()).isEqualTo(Path.of("/srv/casino"));
    assertThat(options.poolSize()).isEqualTo(4);
  }

  @Test
  void databaseUrlIsTakenApartAndNeverPrintsItsPassword() throws Exception {
    ServerOptions options =
        ServerOptions.parse(
            new String[] {"--database-url", "postgres://ann:s%40crit@db.example:6000/casino"},
            Map.of());

    var database = options.database().orElseThrow();
    assertThat(database.url()).isEqualTo("jdbc:postgresql://db.example:6000/casino");
    assertThat(database.user()).isEqualTo("ann");
    assertThat(database.password()).isEqualTo("s@crit");
    assertThat(options.toString()).doesNotContain("s@crit");
  }

  @Test
  void passwordMayComeFromTheEnvironment() throws Exception {
    ServerOptions options =
        ServerOptions.parse(
            new String[] {"--database-url", "postgresql://ann@db.example/casino"},
            Map.of("PITBOSS_DATABASE_PASSWORD", "secret"));

    assertThat(options.database().orElseThrow().password()).isEqualTo("secret");
    assertThat(options.database().orElseThrow().url())
        .isEqualTo("jdbc:postgresql://db.example:5432/casino");
  }

  @ParameterizedTest
  @CsvSource({
    "--port,0,--port takes a number from 1 to 65535",
    "--port,http,--port takes a number from 1 to 65535",
    "--pool,0,--pool takes a number from 1 to 200",
    "--colour,blue,unknown option --colour",
    "serve,now,unknown command serve",
    "--port,+,--port takes a number from 1 to 65535",
    "--host,'',--host needs a value",
    "--data,'',--data needs a value",
    "--database-url,mysql://a/b,--database-url takes postgresql://",
    "--database-url,not a url,--database-url is not a URL"
  })
  void nonsenseIsRefusedByName(String name, String value, String message) {
    assertThatThrownBy(() -> ServerOptions.parse(new String[] {name, value}, Map.of()))
        .isInstanceOf(ServerOptions.Refused.class)
        .hasMessageContaining(message);
  }

  @Test
  void onlyADefaultPortOrOneWithAPlusIsReplacedByTheNext() throws Exception {
    assertThat(ServerOptions.parse(new String[] {}, Map.of()).takesNextPort()).isTrue();
    assertThat(ServerOptions.parse(new String[] {"--port", "9000"}, Map.of()).takesNextPort())
        .isFalse();
    assertThat(ServerOptions.parse(new String[] {"--port=9000+"}, Map.of()).takesNextPort())
        .isTrue();
  }

  @Test
  void optionWithoutItsValueIsRefused() {
    assertThatThrownBy(() -> ServerOptions.parse(new String[] {"--port"}, Map.of()))
        .hasMessage("--port needs a value");
  }
}
