package dev.pitboss.server.seamlesswallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.OperatorKeys;
import dev.pitboss.server.seamlesswallet.inbound.Provider;
import dev.pitboss.server.seamlesswallet.inbound.WalletForProviders;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// A provider whose bets are elsewhere and whose money is in our players' wallets.
public final class Sportsbook {
  private final CasinoFixture casino;
  private final Provider provider;
  private final OperatorKeys.Made key;

  private Sportsbook(CasinoFixture casino, Provider provider, OperatorKeys.Made key) {
    this.casino = casino;
    this.provider = provider;
    this.key = key;
  }

  /// A provider of the house.
  public static Sportsbook at(CasinoFixture casino, String code) {
    WalletForProviders wallet = casino.casino().services().providers();
    Provider provider =
        wallet
            .providers()
            .register(house(casino).operatorId(), code, "A sportsbook", "system")
            .orElseThrow()
            .provider();
    return new Sportsbook(casino, provider, make(casino, provider).orElseThrow());
  }

  String keyId() {
    return key.keyId();
  }

  public SignedClient client() {
    return clientAt(casino);
  }

  public SignedClient clientAt(CasinoFixture server) {
    return new SignedClient(server.url(), key.keyId(), Base64.getUrlDecoder().decode(key.secret()));
  }

  SignedClient secondKey() {
    OperatorKeys.Made second = make(casino, provider).orElseThrow();
    return new SignedClient(
        casino.url(), second.keyId(), Base64.getUrlDecoder().decode(second.secret()));
  }

  boolean hasRoomForAKey() {
    return make(casino, provider).isPresent();
  }

  void retireFirstKey() {
    assertThat(keys(casino).revoke(provider.keyHolder(), key.keyId(), "system")).isTrue();
  }

  private static Optional<OperatorKeys.Made> make(CasinoFixture casino, Provider provider) {
    return keys(casino).make(provider.keyHolder(), "system");
  }

  private static Operator house(CasinoFixture casino) {
    return casino.casino().services().operators().house();
  }

  private static OperatorKeys keys(CasinoFixture casino) {
    return casino.casino().services().operatorModule().keys();
  }

  /// The token that takes the guest there.
  public String launch(Guest guest) {
    Answer answer =
        guest.post("launch", "{\"provider\":\"" + provider.code() + "\",\"game\":\"football\"}");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return answer.json().path("token").asText();
  }

  public Answer exchange(String token) {
    return client().post("user-info", "{\"token\":\"" + token + "\"}");
  }

  Provider provider() {
    return provider;
  }

  /// Takes a guest in.
  public Punter welcome(Guest guest) {
    JsonNode handed = exchange(launch(guest)).json();
    return new Punter(
        client(), handed.path("player").asText(), handed.path("session").asText(), "round-1");
  }

  /// A guest who bets there.
  public record Punter(SignedClient client, String player, String session, String round) {
    Punter inRound(String other) {
      return new Punter(client, player, session, other);
    }

    public Answer bet(UUID bet, long amount) {
      return client.post("bet", betBody(bet, amount));
    }

    public Answer win(UUID win, UUID bet, long amount) {
      return client.post("win", winBody(win, bet, amount));
    }

    public Answer betAndWin(UUID bet, long amount, long win) {
      return client.post(
          "bet-and-win", betBody(bet, amount).replaceFirst("}$", ",\"win_amount\":" + win + "}"));
    }

    public Answer rollback(UUID rollback, UUID bet) {
      return client.post("rollback", rollbackBody(rollback, bet));
    }

    public String balanceBody() {
      return "{\"player\":\"" + player + "\"}";
    }

    String betBody(UUID bet, long amount) {
      return "{\"transaction_uuid\":\"%s\",\"player\":\"%s\",\"session\":\"%s\",%s,\"amount\":%d}"
          .formatted(bet, player, session, place(), amount);
    }

    String winBody(UUID win, UUID bet, long amount) {
      return rollbackBody(win, bet).replaceFirst("}$", ",\"amount\":" + amount + "}");
    }

    String rollbackBody(UUID transaction, UUID bet) {
      return "{\"transaction_uuid\":\"%s\",\"player\":\"%s\",\"reference_transaction_uuid\":\"%s\",%s}"
          .formatted(transaction, player, bet, place());
    }

    private String place() {
      return "\"round\":\"" + round + "\",\"game\":\"football\",\"currency\":\"CHIP\"";
    }
  }
}
