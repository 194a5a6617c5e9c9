package dev.pitboss.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The output of starting and stopping the server: each mistake named in one line, and nothing
/// alarming when all is well.
class StartIT {
  private static final int STOPS = 4;

  @TempDir Path data;

  @Test
  void portThatIsTakenFailsUnlessTheNextOneWillDo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      PitbossCommand.Ended refused =
          PitbossCommand.run("--data", data.toString(), "--port", Integer.toString(port));

      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.output()).isEmpty();
      assertThat(refused.errors())
          .isEqualTo(
              ("pitboss: port %1$d on 127.0.0.1 is in use; choose another with --port,"
                      + " or --port %1$d+ for the next free one\n")
                  .formatted(port));
      assertThat(data).as("nothing was started or made").isEmptyDirectory();
      try (PitbossProcess casino = PitbossProcess.start(data, List.of("--port", port + "+"))) {
        assertThat(casino.before())
            .containsExactly(
                "Port %d is in use; serving on port %d."
                    .formatted(port, URI.create(casino.url()).getPort()));
      }
    }
  }

  @Test
  void hostThatIsNotThisMachinesIsNamed() throws Exception {
    assertThat(PitbossCommand.run("--data", data.toString(), "--host", "192.0.2.1"))
        .isEqualTo(
            new PitbossCommand.Ended(
                1, "", "pitboss: --host: 192.0.2.1 is not an address of this machine\n"));
    assertThat(PitbossCommand.run("--data", data.toString(), "--host", "no-such-host.invalid"))
        .isEqualTo(
            new PitbossCommand.Ended(
                1,
                "",
                "pitboss: --host: no-such-host.invalid is not an address, and no such name is known\n"));
    assertThat(PitbossCommand.run("--data", data.toString(), "--host", "").code()).isEqualTo(2);
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void unknownCommandIsCalledOneAndTheNearestIsSuggested() throws Exception {
    assertThat(PitbossCommand.run("frobnicate"))
        .isEqualTo(
            new PitbossCommand.Ended(
                2,
                "",
                "pitboss: unknown command frobnicate; ./pitboss --help lists the commands\n"));
    for (String words : List.of("operater", "operater --help", "operater list --data x")) {
      assertThat(PitbossCommand.run(words.split(" ", -1)))
          .isEqualTo(
              new PitbossCommand.Ended(
                  2,
                  "",
                  "pitboss: unknown command operater; did you mean operator?"
                      + " ./pitboss --help lists the commands\n"));
    }
    assertThat(PitbossCommand.run("--frobnicate").errors())
        .isEqualTo("pitboss: unknown option --frobnicate; see pitboss --help\n");
  }

  /// A client listens to the crash table at every stop: messages sent after the event loops have
  /// ended must cause no error.
  @Test
  void stopsLogNoErrorAndTheUrlIsOneForBrowsers() throws Exception {
    for (int i = 0; i < STOPS; i++) {
      try (PitbossProcess casino = PitbossProcess.start(data, List.of());
          HttpClient http = HttpClient.newHttpClient()) {
        assertThat(casino.url()).startsWith("http://localhost:");
        CasinoClient.Guest guest = new CasinoClient(casino.url()).guest();
        guest.spin(20);
        listen(http, casino.url(), guest.token());

        assertThat(casino.stop()).isEqualTo(143);

        String rest = casino.rest();
        assertThat(rest).doesNotContain("ERROR", "WARN", "Exception", "\tat ");
        if (i == 0) {
          assertThat(rest)
              .startsWith("No staff account exists. Create one within 24 hours: http://localhost:");
        }
      }
    }
  }

  private static void listen(HttpClient http, String url, String token) throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    http.sendAsync(
            HttpRequest.newBuilder(URI.create(url + "/api/casino/play/crash/live"))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .build(),
            HttpResponse.BodyHandlers.fromLineSubscriber(new Lines(heard)))
        .exceptionally(_ -> null);
    assertThat(heard.await(60, TimeUnit.SECONDS)).as("the table speaks").isTrue();
  }

  private record Lines(CountDownLatch heard)
      implements java.util.concurrent.Flow.Subscriber<String> {
    @Override
    public void onSubscribe(java.util.concurrent.Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      if (line.startsWith("data:")) {
        heard.countDown();
      }
    }

    @Override
    public void onError(Throwable ended) {}

    @Override
    public void onComplete() {}
  }

  @Test
  void allAddressesAreSaidAndTheUrlIsStillOneToOpen() throws Exception {
    try (PitbossProcess casino = PitbossProcess.start(data, List.of("--host", "0.0.0.0"))) {
      assertThat(casino.url()).startsWith("http://localhost:");
      assertThat(new CasinoClient(casino.url()).get("/health/live").status()).isEqualTo(200);
      casino.stop();
      assertThat(casino.rest()).contains("It listens on all addresses of this machine.");
    }
  }

  @Test
  void administrationOfAFolderWithoutACasinoIsRefused() throws Exception {
    java.nio.file.Files.writeString(data.resolve("letters.txt"), "not a casino");
    for (List<String> words :
        List.of(
            List.of("operator", "list"),
            List.of(
                "operator",
                "create",
                "acme",
                "--name",
                "Acme",
                "--currency",
                "EUR",
                "--jurisdiction",
                "measured"),
            List.of("staff", "list"),
            List.of("player", "find", "anna"),
            List.of("adjustment", "list"),
            List.of("audit", "verify"),
            List.of("report", "ggr"))) {
      for (Path folder : List.of(data, data.resolve("mistyped"), data.resolve("letters.txt"))) {
        List<String> typed = new java.util.ArrayList<>(words);
        typed.addAll(List.of("--data", folder.toString()));
        // the last two forms of the folder are tried once, as each is a process
        if (!folder.equals(data) && !words.contains("list")) {
          continue;
        }
        assertThat(PitbossCommand.run(typed.toArray(String[]::new)))
            .isEqualTo(
                new PitbossCommand.Ended(
                    1,
                    "",
                    ("pitboss %s: no casino in %2$s; start one with"
                            + " ./pitboss --data %2$s, or name another folder with --data\n")
                        .formatted(words.getFirst(), folder)));
      }
    }
    assertThat(data.toFile().list()).containsExactly("letters.txt");
  }

  @Test
  void databaseThatIsAwayIsOneLine() throws Exception {
    PitbossCommand.Ended ended =
        PitbossCommand.run(
            Map.of(), "operator", "list", "--database-url", "postgresql://x:y@127.0.0.1:1/none");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.errors()).hasLineCount(1).startsWith("pitboss operator: ").contains("refused");
  }
}
