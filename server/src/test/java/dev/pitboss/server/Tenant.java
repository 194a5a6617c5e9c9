package dev.pitboss.server;

import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.api.Services;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.Authority;
import dev.pitboss.server.operators.GameOffer;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.OperatorSettings;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An operator of a running casino, spoken to at a host of its own.
public final class Tenant {
  private final CasinoFixture casino;
  private final String code;

  private Tenant(CasinoFixture casino, String code) {
    this.casino = casino;
    this.code = code;
  }

  /// Makes an operator with the host `CODE.test`, that takes guests and whose new players start
  /// with 100 000 minor units, as the house does.
  public static Tenant make(CasinoFixture casino, String code, String currency) {
    return make(casino, code, currency, ",\"welcomeGrant\":100000,\"takesGuests\":true");
  }

  /// Makes an operator with the host `CODE.test`.
  ///
  /// @param settings more fields of the request, each after a comma
  public static Tenant make(CasinoFixture casino, String code, String currency, String settings) {
    Tenant tenant = new Tenant(casino, code);
    boolean isChosen = currency.equals("CHIP") || settings.contains("\"jurisdiction\"");
    String rules = isChosen ? settings : settings + ",\"jurisdiction\":\"social\"";
    Optional<Integer> made =
        tenant
            .settings()
            .create(
                json(
                    "{\"code\":\"%s\",\"name\":\"%s\",\"currency\":\"%s\"%s}"
                        .formatted(code, code, currency, rules)),
                "system");
    if (made.isEmpty()) {
      throw new AssertionError(code + " is there already");
    }
    tenant.refresh();
    tenant.settings().addHost(tenant.operator(), tenant.host(), "system");
    tenant.refresh();
    return tenant;
  }

  /// The house operator, to change it in a casino of the test's own.
  public static Tenant house(CasinoFixture casino) {
    return new Tenant(casino, "house");
  }

  public String host() {
    return code + ".test";
  }

  /// Adds a host. Browsers take one that ends in `.localhost` for this machine, and trust it as
  /// they trust TLS.
  public Tenant withHost(String host) {
    settings().addHost(operator(), host, "system");
    refresh();
    return this;
  }

  public Operator operator() {
    return services().operators().byCode(code).orElseThrow();
  }

  /// Replaces the terms of a game, at once.
  public void terms(String game, String body) {
    GameOffer offer = Games.named(game).orElseThrow().offer();
    settings().setTerms(operator(), offer, json(body), "system", Authority.PLATFORM);
    refresh();
  }

  /// Changes the operator, at once.
  public void change(String body) {
    settings().change(operator(), json(body), "system", Authority.PLATFORM);
    refresh();
  }

  /// A new guest's token.
  public String guest() {
    return casino.client().guestAt(host()).json().path("token").asText();
  }

  /// Asks as a player.
  public Answer ask(String token, String method, String path, @Nullable String body) {
    return ask(token, method, path, body, Map.of());
  }

  /// Asks as a player, with more headers.
  public Answer ask(
      String token, String method, String path, @Nullable String body, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Host", host());
    headers.put("Authorization", "Bearer " + token);
    return casino.send(method, path, body, headers);
  }

  private OperatorSettings settings() {
    return services().operatorModule().settings();
  }

  private Services services() {
    return casino.casino().services();
  }

  private void refresh() {
    services().operators().refresh();
  }

  private static JsonObject json(String text) {
    return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
