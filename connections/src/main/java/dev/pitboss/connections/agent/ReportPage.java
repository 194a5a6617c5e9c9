package dev.pitboss.connections.agent;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pitboss.connections.internal.Threads;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.Executors;

/// Serves the reports to this machine: `/` for a person, `/text` for a terminal, `/connections` as
/// JSON, `/connections.json` and `/report.md` to be saved. Thread-safe.
final class ReportPage {
  /// How many ports are tried when the first one is taken: enough for the services of one machine.
  private static final int PORTS = 64;

  /// The names under which this machine knows itself. A page of another site, led here by a name
  /// server of its own, asks for that site.
  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  /// The page's own style, script and data, and nothing else: what an application or its users put
  /// into a name must not do anything, even if it were not escaped.
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final AgentStatus status;

  ReportPage(AgentStatus status) {
    this.status = status;
  }

  /// Serves from now on, on daemon threads.
  ///
  /// @param first the port to try first, or 0 for any
  /// @param anyPort whether one of the following ones will do
  /// @return where
  int serve(int first, boolean anyPort) throws IOException {
    HttpServer server = bind(first, anyPort && first > 0 ? PORTS : 1);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newCachedThreadPool(Threads.daemons("connections-page-")));
    // The server's own thread is a daemon only if the one that starts it is.
    Threads.daemon("connections-page", server::start).start();
    // At its end the virtual machine gives threads that wait for the network 300 ms to come back.
    Runtime.getRuntime().addShutdownHook(Threads.daemon("connections-end", () -> server.stop(0)));
    status.keepHistory();
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
        show(exchange, exchange.getRequestURI().getPath());
      }
    }
  }

  private void show(HttpExchange exchange, String path) throws IOException {
    switch (path) {
      case "/" -> send(exchange, 200, "text/html", PageHtml.of(status.snapshot()));
      case "/text" -> send(exchange, 200, "text/plain", ReportLines.of(status.snapshot()));
      case "/connections" ->
          send(exchange, 200, "application/json", ReportJson.of(status.snapshot(), false));
      case "/connections.json" -> {
        AgentStatus.Snapshot snapshot = status.snapshot();
        save(exchange, snapshot, "json");
        send(exchange, 200, "application/json", ReportJson.of(snapshot, true));
      }
      case "/report.md" -> {
        AgentStatus.Snapshot snapshot = status.snapshot();
        save(exchange, snapshot, "md");
        send(exchange, 200, "text/markdown", TicketReport.of(snapshot));
      }
      case "/page.css" -> send(exchange, 200, "text/css", resource("page.css"));
      case "/page.js" -> send(exchange, 200, "text/javascript", resource("page.js"));
      default ->
          send(
              exchange,
              404,
              "text/plain",
              "there are /, /text, /connections, /connections.json and /report.md\n");
    }
  }

  private static void save(HttpExchange exchange, AgentStatus.Snapshot snapshot, String type) {
    String file =
        "connections-%d-%s.%s"
            .formatted(snapshot.process().pid(), STAMP.format(snapshot.at()), type);
    exchange
        .getResponseHeaders()
        .set("Content-Disposition", "attachment; filename=\"" + file + "\"");
  }

  private static String resource(String name) throws IOException {
    try (InputStream file = ReportPage.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new FileNotFoundException(name + " is not in the agent's jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type + "; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    headers.set("Content-Security-Policy", POLICY);
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("X-Content-Type-Options", "nosniff");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
