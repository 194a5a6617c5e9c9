package dev.pitboss.server.api.rgs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Tenant;
import java.util.HashMap;
import java.util.Map;

/// A front end as studios make them: it knows where it was opened, with which session, and no more.
final class FrontEnd {
  private static final String ORIGIN = "https://games.studio.test";

  private final CasinoFixture casino;
  private final String path;
  private final String host;
  private final String session;

  private FrontEnd(CasinoFixture casino, Answer launched) {
    assertThat(launched.status()).as(launched.toString()).isEqualTo(201);
    String url = launched.json().path("rgsUrl").asText();
    this.casino = casino;
    this.path = url.substring(url.indexOf('/'));
    this.host = url.substring(0, url.indexOf('/'));
    this.session = launched.json().path("sessionId").asText();
  }

  private FrontEnd(CasinoFixture casino, FrontEnd other, String session) {
    this.casino = casino;
    this.path = other.path;
    this.host = other.host;
    this.session = session;
  }

  /// Opened by a player of the house.
  static FrontEnd of(CasinoFixture casino, Guest guest, String game) {
    return new FrontEnd(casino, guest.post("games/" + game + "/launch", "{}"));
  }

  /// Opened by a player of an operator.
  static FrontEnd of(CasinoFixture casino, Tenant tenant, String token, String game) {
    return new FrontEnd(
        casino, tenant.ask(token, "POST", "/api/casino/games/" + game + "/launch", "{}"));
  }

  /// The same, at another server over the same database.
  FrontEnd at(CasinoFixture other) {
    return new FrontEnd(other, this, session);
  }

  /// The same with another session.
  FrontEnd with(String other) {
    return new FrontEnd(casino, this, other);
  }

  String session() {
    return session;
  }

  Answer authenticate() {
    return call("/wallet/authenticate", "\"language\":\"en\"");
  }

  Answer balance() {
    return call("/wallet/balance", "\"anything\":1");
  }

  Answer play(String mode, long amount) {
    return call("/wallet/play", "\"mode\":\"%s\",\"amount\":%d".formatted(mode, amount));
  }

  Answer play(String mode, long amount, String key) {
    return send(
        "/wallet/play",
        body("\"mode\":\"%s\",\"amount\":%d".formatted(mode, amount)),
        Map.of("Idempotency-Key", key));
  }

  Answer endRound() {
    return call("/wallet/end-round", "\"anything\":1");
  }

  Answer event(String event) {
    return call("/bet/event", "\"event\":\"" + event + "\"");
  }

  /// A call with those fields besides the session.
  Answer call(String call, String fields) {
    return send(call, body(fields), Map.of());
  }

  private String body(String fields) {
    return "{\"sessionID\":\"" + session + "\"," + fields + "}";
  }

  /// Sends a body as it is.
  Answer send(String call, String body, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Host", host);
    headers.put("Origin", ORIGIN);
    headers.put("Sec-Fetch-Site", "cross-site");
    return casino.send("POST", path + call, body, headers);
  }

  /// What the player has, as the front end sees it.
  long amount() {
    return balance().json().at("/balance/amount").asLong();
  }

  /// The round that `authenticate` shows.
  JsonNode round() {
    return authenticate().json().path("round");
  }
}
