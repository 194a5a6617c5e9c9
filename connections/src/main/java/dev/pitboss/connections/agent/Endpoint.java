package dev.pitboss.connections.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pitboss.connections.inner.Json;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// Shows the reports on 127.0.0.1: `/connections` as JSON, `/` as text.
final class Endpoint {
  private static final int TRIES = 20;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;

  private final Trackers trackers;
  private final Weaver weaver;

  private Endpoint(Trackers trackers, Weaver weaver) {
    this.trackers = trackers;
    this.weaver = weaver;
  }

  /// Starts serving, or says why not.
  static void start(int port, Trackers trackers, Weaver weaver) {
    var endpoint = new Endpoint(trackers, weaver);
    // The server's own thread takes after the one that starts it: it must not keep the application
    // from ending.
    Thread starter = Thread.ofPlatform().daemon().unstarted(() -> endpoint.serve(port));
    starter.start();
    try {
      starter.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(int wanted) {
    try {
      HttpServer server = bound(wanted);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", this::answer);
      server.start();
      Agent.say("watching; http://127.0.0.1:" + server.getAddress().getPort() + "/connections");
    } catch (IOException e) {
      Agent.say("watching, but nothing is served: " + e.getMessage());
    }
  }

  private static HttpServer bound(int wanted) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    for (int port = wanted; ; port++) {
      try {
        return HttpServer.create(new InetSocketAddress(loopback, port), 0);
      } catch (BindException e) {
        if (port == wanted + TRIES) {
          throw e;
        }
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, NOT_ALLOWED, "text/plain", "GET only\n");
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/connections" -> send(exchange, OK, "application/json", json());
        case "/" -> send(exchange, OK, "text/plain", text());
        default -> send(exchange, NOT_FOUND, "text/plain", "there are / and /connections\n");
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

  private String json() {
    Map<String, Object> pools = new LinkedHashMap<>();
    trackers.reports().forEach(pool -> pools.put(pool.name(), pool.report()));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("pools", pools);
    Weaver.Report weaving = weaver.report();
    all.put("weaving", Map.of("lines", weaving.lines(), "notTracked", weaving.notTracked()));
    return Json.of(all);
  }

  private String text() {
    String pools =
        trackers.reports().stream()
            .map(pool -> pool.name() + "\n" + pool.report().toText())
            .collect(Collectors.joining("\n"));
    return (pools.isEmpty() ? "no connection has been taken yet\n" : pools)
        + "\n"
        + weaver.report();
  }
}
