package dev.pitboss.bench.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Players who bet all the time, each bet with a key of its own, and remember what they were told.
/// Thread-safe.
final class Bettors implements AutoCloseable {
  private static final String SPIN = "{\"stake\":20}";
  private static final Pattern REF = Pattern.compile("\"ref\":\"([^\"]+)\"");
  private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

  /// Longer than any answer may take.
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /// Asked again so often, a key must have its answer.
  private static final int MAX_ASKED = 60;

  /// Fewer than the server takes at once.
  private static final int ASKERS = 32;

  private final List<CasinoServer> servers;
  private final Duration pause;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final List<String> tokens = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<Bet> unknown = new ConcurrentLinkedQueue<>();
  private final Map<Integer, AtomicLong> statuses = new ConcurrentHashMap<>();
  private final AtomicLong acknowledgedAt = new AtomicLong(System.nanoTime());
  private final AtomicLong slowest = new AtomicLong();
  private volatile boolean stopping;

  private record Bet(String token, String key) {}

  private record Acknowledged(Bet bet, String ref, String body) {}

  /// @param pause between two bets of a player
  Bettors(List<CasinoServer> servers, int players, Duration pause)
      throws IOException, InterruptedException {
    this.servers = List.copyOf(servers);
    this.pause = pause;
    for (int i = 0; i < players; i++) {
      HttpResponse<String> welcome = send(0, "POST", "/api/session/guest", "{}", "", "");
      Matcher token = TOKEN.matcher(welcome.body());
      if (!token.find()) {
        throw new IOException("no guest: " + welcome.body());
      }
      tokens.add(token.group(1));
    }
  }

  void start() {
    for (int i = 0; i < tokens.size(); i++) {
      int number = i;
      threads.add(Thread.ofVirtual().name("bettor-" + i).start(() -> play(number)));
    }
  }

  /// Lets the bets under way end, and makes no more.
  void stop() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() {
    stopping = true;
    http.shutdownNow();
  }

  long acknowledgedBets() {
    return acknowledged.size();
  }

  long unknownBets() {
    return unknown.size();
  }

  /// Answers by status; 0 is no answer.
  Map<Integer, AtomicLong> statuses() {
    return statuses;
  }

  Duration slowest() {
    return Duration.ofNanos(slowest.get());
  }

  /// Waits until a bet has been acknowledged that was sent after now.
  ///
  /// @return how long that took
  Duration awaitBet(Duration atMost) throws InterruptedException {
    long from = System.nanoTime();
    while (acknowledgedAt.get() < from) {
      if (System.nanoTime() - from > atMost.toNanos()) {
        throw new IllegalStateException("no bet for " + atMost);
      }
      Thread.sleep(5);
    }
    return Duration.ofNanos(System.nanoTime() - from);
  }

  /// How many acknowledged bets the casino does not know any more.
  long lost() throws InterruptedException {
    return count(
        acknowledged,
        told ->
            send(0, "GET", "/api/casino/rounds/" + told.ref(), "", told.bet().token(), "")
                    .statusCode()
                != 200);
  }

  /// Asks every key without a known result again, and every acknowledged one.
  ///
  /// @return how many have no answer, or another one than before
  long unanswered() throws InterruptedException {
    return count(unknown, bet -> answer(bet) == null)
        + count(acknowledged, told -> !told.body().equals(answer(told.bet())));
  }

  private interface Question<T> {
    boolean isAnsweredBadly(T about) throws IOException, InterruptedException;
  }

  /// Asks about all of them, some at once; no answer is a bad one.
  private static <T> long count(Collection<T> all, Question<T> question)
      throws InterruptedException {
    AtomicLong bad = new AtomicLong();
    try (ExecutorService askers = Executors.newFixedThreadPool(ASKERS)) {
      for (T one : all) {
        askers.execute(() -> {
          try {
            if (question.isAnsweredBadly(one)) {
              bad.incrementAndGet();
            }
          } catch (IOException noAnswer) {
            bad.incrementAndGet();
          } catch (InterruptedException _) {
            bad.incrementAndGet();
            Thread.currentThread().interrupt();
          }
        });
      }
      askers.shutdown();
      if (!askers.awaitTermination(1, TimeUnit.HOURS)) {
        throw new IllegalStateException("the questions at the end take too long");
      }
    }
    return bad.get();
  }

  private @Nullable String answer(Bet bet) throws InterruptedException {
    for (int asked = 0; asked < MAX_ASKED; asked++) {
      try {
        HttpResponse<String> answer = bet(asked % servers.size(), bet);
        if (answer.statusCode() == 200) {
          return answer.body();
        }
      } catch (IOException again) {
        // asked again below
      }
      Thread.sleep(100);
    }
    return null;
  }

  private void play(int number) {
    try {
      for (int i = 0; !stopping; i++) {
        Bet bet = new Bet(tokens.get(number), "bet-" + number + "-" + i);
        long from = System.nanoTime();
        int status = 0;
        try {
          HttpResponse<String> answer = bet((number + i) % servers.size(), bet);
          status = answer.statusCode();
          Matcher ref = REF.matcher(answer.body());
          if (status == 200 && ref.find()) {
            acknowledged.add(new Acknowledged(bet, ref.group(1), answer.body()));
            acknowledgedAt.accumulateAndGet(from, Math::max);
            slowest.accumulateAndGet(System.nanoTime() - from, Math::max);
          } else {
            unknown.add(bet);
          }
        } catch (IOException noAnswer) {
          unknown.add(bet);
        }
        statuses.computeIfAbsent(status, _ -> new AtomicLong()).incrementAndGet();
        Thread.sleep(pause);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<String> bet(int server, Bet bet) throws IOException, InterruptedException {
    return send(server, "POST", "/api/casino/play/slots-20", SPIN, bet.token(), bet.key());
  }

  private HttpResponse<String> send(
      int server, String method, String path, String body, String token, String key)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(servers.get(server).url() + path))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
