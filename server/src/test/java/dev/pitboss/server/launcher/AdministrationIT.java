package dev.pitboss.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.StaffClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./pitboss operator`, `staff`, `audit` and `report` as they are typed, on a casino that does not
/// run and then on the same one while it does.
class AdministrationIT {
  @TempDir Path data;

  private record Ended(int code, String output, String errors) {}

  @Test
  void casinoIsAdministeredStoppedAndRunning() throws Exception {
    PitbossProcess.start(data).close(); // the first start makes the casino
    Ended made = create("acme", "Acme & Sons");
    assertThat(made.errors()).isEmpty();
    assertThat(made.output()).startsWith("acme, Acme & Sons\ncurrency       EUR\n");
    assertThat(create("acme", "X"))
        .isEqualTo(new Ended(1, "", "pitboss operator: operator acme already exists\n"));
    assertThat(run("staff", "create", "anna", "--role", "operator", "--data").output())
        .isEqualTo(
            "anna can sign in at /ops.html as manager of the platform; the first sign-in asks"
                + " for another"
                + " password and offers a second factor\n");

    try (PitbossProcess casino = PitbossProcess.start(data)) {
      assertThat(run("operator", "host", "acme", "add", "acme.test", "--data").code()).isZero();
      assertThat(
              run("operator", "game", "acme", "roulette", "on", "--max-stake", "50.00", "--data")
                  .output())
          .containsPattern("roulette +on +0\\.10 EUR +50\\.00 EUR +-");
      Ended key = run("operator", "key", "acme", "create", "--data");
      assertThat(key.output()).containsPattern("^key {5}[a-z0-9]{16}\nsecret {2}\\S{43}\n");

      CasinoClient client = new CasinoClient(casino.url());
      // a library that only the tests have would be missed here
      assertThat(client.get("/api/openapi.json").status()).isEqualTo(200);
      assertThat(
              client
                  .send(
                      "POST",
                      "/api/ops/session",
                      "{\"username\":\"anna\",\"password\":\"%s\"}".formatted(StaffClient.PASSWORD),
                      Map.of())
                  .status())
          .isEqualTo(201);
      client.guest().spin(20);
      assertThat(run("report", "ggr", "--csv", "--data").output())
          .startsWith("day,operator,currency,game,rounds,staked,paid,ggr,players\r\n")
          .containsPattern("house,CHIP,slots-20,1,0.20,");
      assertThat(run("report", "reconcile", "--data").output())
          .contains("house")
          .contains("agrees");
      assertThat(run("audit", "verify", "--data").output())
          .matches("INTACT: \\d+ entries, 0 waiting\nhead \\d+:[0-9a-f]{64}\n");
      assertThat(run("audit", "export", "--data").output().lines())
          .anyMatch(line -> line.contains("\"action\":\"host.added\""))
          .allMatch(line -> line.startsWith("{\"id\":"))
          .noneMatch(line -> line.contains(secretOf(key)));
    }
  }

  @Test
  void commandsThatMakeNoSenseSayWhy() throws Exception {
    PitbossProcess.start(data).close();
    assertThat(run(Map.of(), "staff", "create", "anna", "--role", "operator", "--data").errors())
        .startsWith(
            "pitboss staff: give the password by --password-file or PITBOSS_STAFF_PASSWORD;"
                + " see pitboss staff create --help\n");
    assertThat(run("operator", "crate", "acme", "--data").code()).isEqualTo(2);
    assertThat(create("Acme", "x").errors())
        .contains("code must be 2 to 32 characters of a-z, 0-9 and -");
    assertThat(run("report", "ggr", "--from", "2026-02-30", "--data").code()).isEqualTo(2);
    for (String command :
        List.of(
            "operator", "staff", "provider", "wallet", "player", "adjustment", "audit", "report")) {
      assertThat(run(command, "--help").output()).startsWith("Usage: pitboss " + command + " ");
    }
  }

  private static String secretOf(Ended key) {
    return key.output().lines().toList().get(1).substring("secret  ".length());
  }

  private Ended create(String code, String name) throws IOException, InterruptedException {
    String words = "operator create %s --currency EUR --jurisdiction social --name".formatted(code);
    return run(
        Stream.concat(Stream.of(words.split(" ", -1)), Stream.of(name, "--data"))
            .toArray(String[]::new));
  }

  private Ended run(String... words) throws IOException, InterruptedException {
    return run(Map.of("PITBOSS_STAFF_PASSWORD", StaffClient.PASSWORD), words);
  }

  /// Runs the words as typed; a last `--data` gets its folder.
  private Ended run(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    // the build under test is finished but for the modules behind this one
    Files.writeString(Path.of("target", "built"), "");
    Stream<String> typed =
        Stream.concat(Stream.of(PitbossProcess.SCRIPT.toString()), Stream.of(words));
    boolean onData = words[words.length - 1].equals("--data");
    ProcessBuilder builder =
        new ProcessBuilder(
            (onData ? Stream.concat(typed, Stream.of(data.toString())) : typed).toList());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PITBOSS_TRAIN", "no");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), output, errors);
  }
}
