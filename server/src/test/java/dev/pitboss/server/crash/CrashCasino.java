package dev.pitboss.server.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.games.crash.CrashCurve;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A casino whose crash table goes by a clock that only the test moves.
public final class CrashCasino implements AutoCloseable {
  /// One for all tests that leave it as they found it; stopped with the JVM.
  private static final class Shared {
    private static final CrashCasino CASINO = new CrashCasino();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(CASINO::close, "shared-crash-casino-stop"));
    }
  }

  private static final long HEARD_LATER_MILLIS = 100;

  private final AtomicLong millis = new AtomicLong(1_000_000);
  final CasinoFixture fixture = CasinoFixture.startWithCrashClock(millis::get);
  final LiveTable table = fixture.casino().services().crash();

  CrashCasino() {
    Concurrently.await("the table opens", table::runsHere);
  }

  public static CrashCasino shared() {
    return Shared.CASINO;
  }

  /// The casino itself.
  public CasinoFixture fixture() {
    return fixture;
  }

  /// Lets so much time pass at once, and the table notice.
  public void pass(long time) {
    millis.addAndGet(time);
    table.wake();
  }

  long now() {
    return millis.get();
  }

  /// The public state of the table.
  JsonNode snapshot() {
    List<TableMessages.Frame> seen = new CopyOnWriteArrayList<>();
    table.show(seen::add);
    Concurrently.await("a snapshot", () -> !seen.isEmpty());
    return json(seen.getFirst().text());
  }

  String phase() {
    return snapshot().path("phase").asText();
  }

  void awaitPhase(String phase) throws InterruptedException {
    Concurrently.await("phase " + phase, () -> phase().equals(phase));
  }

  /// Ends the betting of the round that takes bets. One round in fifty crashes at once, and is seen
  /// to have crashed: the table acts on a crash a little later than it comes, and no cash-out is in
  /// time meanwhile.
  public void begin() throws InterruptedException {
    pass(CrashTable.BETTING_MILLIS);
    Concurrently.await("the round begins", () -> !phase().equals("betting"));
    pass(CrashTable.HEARING_MILLIS);
    snapshot(); // may be heard before the table looks at its clock; what is asked next is not
  }

  /// Lets the round run longer than any can, unless it has crashed already.
  public JsonNode crash() throws InterruptedException {
    if (!phase().equals("crashed")) {
      pass(1_000_000);
      awaitPhase("crashed");
    }
    return snapshot();
  }

  /// Goes from a round that has crashed to the next that takes bets.
  public void next() throws InterruptedException {
    Concurrently.await(
        "the next round",
        () -> {
          pass(CrashTable.CRASHED_MILLIS);
          return phase().equals("betting");
        });
  }

  /// Goes to a round that takes bets, wherever the table is now.
  public void open() throws InterruptedException {
    if (!phase().equals("betting")) {
      crash();
      next();
    }
  }

  /// Begins rounds, each after `bet`, until one does not crash at once. It runs until it is made to
  /// crash.
  public void beginRunning(Runnable bet) throws InterruptedException {
    open();
    bet.run();
    begin();
    while (!phase().equals("running")) {
      next();
      bet.run();
      begin();
    }
  }

  /// Begins rounds with a bet in each until one lasts to a multiplier, and stops there.
  JsonNode beginLongRound(Guest guest, String bet, long untilHundredths)
      throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      Answer placed = guest.post("play/crash", bet);
      if (placed.status() != 200) {
        throw new AssertionError(placed.toString());
      }
      begin();
      // and a little more: a request counts from when it arrived, which is before it is heard
      pass(CrashCurve.reachedAtMillis(untilHundredths) + HEARD_LATER_MILLIS);
      Thread.sleep(120);
      if (phase().equals("running")) {
        return placed.json();
      }
      awaitPhase("crashed");
      next();
    }
    throw new AssertionError("no round lasted until " + untilHundredths);
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException failure) {
      throw new AssertionError(text, failure);
    }
  }

  /// A connection to the live table, and what came over it.
  static final class Listener implements WebSocket.Listener {
    final List<JsonNode> heard = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    volatile @Nullable Integer closedWith;
    volatile boolean failed;

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        heard.add(json(partial.toString()));
        partial.setLength(0);
      }
      socket.request(1);
      return java.util.concurrent.CompletableFuture.completedStage(null);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
      closedWith = statusCode;
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      failed = true;
    }
  }

  /// Listens as that guest.
  WebSocket listen(Guest guest, WebSocket.Listener listener) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + guest.token())
        .buildAsync(
            URI.create(fixture.url().replace("http", "ws") + "/api/casino/play/crash/live"),
            listener)
        .join();
  }

  @Override
  public void close() {
    fixture.close();
  }
}
