package dev.pitboss.connections.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pitboss.connections.ConnectionTracker;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// Serves the reports to this machine: `/` for a person, `/connections` as JSON. Thread-safe.
final class ReportPage {
  /// How many ports are tried when the first one is taken: enough for the services of one machine.
  private static final int PORTS = 64;

  /// Lines with a leak that are listed per pool.
  private static final int MAX_NOTES = 50;

  /// The names under which this machine knows itself. A page of another site, led here by a name
  /// server of its own, asks for that site.
  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Watch watch;
  private final Weaver weaver;
  private final NotTracked notTracked;

  ReportPage(Watch watch, Weaver weaver, NotTracked notTracked) {
    this.watch = watch;
    this.weaver = weaver;
    this.notTracked = notTracked;
  }

  /// Serves from now on, on daemon threads.
  ///
  /// @param first the port to try first, or 0 for any
  /// @param anyPort whether one of the following ones will do
  /// @return where
  int serve(int first, boolean anyPort) throws IOException {
    HttpServer server = bind(first, anyPort && first > 0 ? PORTS : 1);
    server.createContext("/", this::answer);
    server.setExecutor(
        Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("connections-page-", 0).factory()));
    // The server's own thread is a daemon only if the one that starts it is.
    Thread.ofPlatform().daemon().name("connections-page").start(server::start);
    return server.getAddress().getPort();
  }

  private static HttpServer bind(int first, int ports) throws IOException {
    for (int port = first; ; port++) {
      try {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      } catch (BindException e) {
        if (port + 1 >= first + ports) {
          throw e;
        }
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
      if (!OWN_NAMES.contains(host.replaceFirst(":[0-9]+$", ""))) {
        send(exchange, 421, "text/plain", "this is not " + host + "\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, 405, "text/plain", "there is only GET\n");
      } else {
        switch (exchange.getRequestURI().getPath()) {
          case "/" -> send(exchange, 200, "text/plain", text());
          case "/connections" -> send(exchange, 200, "application/json", json());
          case String _ -> send(exchange, 404, "text/plain", "there are / and /connections\n");
        }
      }
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /// Those the application has made itself are listed too.
  private static List<ConnectionTracker> trackers() {
    return ConnectionTracker.open().stream()
        .sorted(Comparator.comparing(ConnectionTracker::name))
        .toList();
  }

  String text() {
    var text = new StringBuilder();
    for (ConnectionTracker tracker : trackers()) {
      text.append(tracker.name()).append('\n').append(tracker.report().toText()).append('\n');
      for (LeakNotes.Note note : watch.leaks().of(tracker.name(), MAX_NOTES)) {
        if (!note.stack().isEmpty()) {
          text.append(note.site()).append(", ").append(note.verdict()).append('\n');
          note.stack().forEach(frame -> text.append("\tat ").append(frame).append('\n'));
          text.append('\n');
        }
      }
    }
    if (text.isEmpty()) {
      text.append("No connection has been borrowed yet.\n\n");
    }
    text.append(weaver.sites()).append(" calls watched\n");
    for (Map.Entry<String, String> entry : notTracked.reasons().entrySet()) {
      text.append("not tracked: %s, %s\n".formatted(entry.getKey(), entry.getValue()));
    }
    return text.toString();
  }

  private record About(int callsWatched, Map<String, String> notTracked) {}

  private record Name(String name) {}

  private record Leaks(List<LeakNotes.Note> leaks) {}

  String json() {
    String pools =
        trackers().stream()
            .map(tracker ->
                "{"
                    + Json.members(new Name(tracker.name()))
                    + ","
                    + Json.members(tracker.report())
                    + ","
                    + Json.members(new Leaks(watch.leaks().of(tracker.name(), MAX_NOTES)))
                    + "}")
            .collect(Collectors.joining(",", "[", "]"));
    var about = new About(weaver.sites(), notTracked.reasons());
    return "{\"pools\":" + pools + "," + Json.members(about) + "}\n";
  }
}
