package dev.pitboss.server.players;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.api.Services;
import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.clients.ClientInfo;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.passwords.Password;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Whose an identity is, once it is proven.
class IdentitiesIT {
  private final CasinoFixture casino = CasinoFixture.shared();
  private final Services services = casino.casino().services();
  private final Operator house = services.operators().house();
  private final String subject = UUID.randomUUID().toString();

  @Test
  void oneIdentityIsOnePlayerHoweverManyBrowsersComeAtOnce() throws Exception {
    List<Long> players =
        Concurrently.times(8, _ -> signIn(subject, "many.browsers", Optional.empty()).playerId());

    assertThat(players.stream().distinct()).hasSize(1);
  }

  @Test
  void takenOrReservedNameIsNotUsed() {
    Player first = signIn(subject, "Wanted.Name", Optional.empty());
    Player second = signIn(subject + "2", "wanted.name", Optional.empty());
    Player third = signIn(subject + "3", "admin", Optional.empty());

    assertThat(first.username()).isEqualTo("Wanted.Name");
    assertThat(second.username()).startsWith("player-");
    assertThat(third.username()).startsWith("player-");
    assertThat(first.guest()).isFalse();
    assertThat(
            services
                .playerModule()
                .accounts()
                .signIn(
                    house.operatorId(),
                    "wanted.name",
                    new Password("anything at all"),
                    client(Optional.empty())))
        .as("no sign-in by password without one")
        .isInstanceOf(Accounts.Login.Refused.class);
  }

  @Test
  void registeredPlayerWhoBringsANewIdentityHasTwoWaysIn() {
    Password password = new Password("four plain words do");
    Accounts.Registration registration =
        services
            .playerModule()
            .accounts()
            .register(house, new Username("two.ways"), password, client(Optional.empty()));
    Players.Arrival registered = ((Accounts.Registration.Registered) registration).arrival();

    Player linked = signIn(subject, "preferred", Optional.of(registered));

    assertThat(linked.playerId()).isEqualTo(registered.player().playerId());
    assertThat(linked.username()).isEqualTo("two.ways");
    assertThat(services.players().authenticate(registered.token()))
        .as("the session one came with")
        .isEmpty();
    assertThat(signIn(subject, "preferred", Optional.empty()).playerId())
        .isEqualTo(linked.playerId());
  }

  private Player signIn(String subject, String name, Optional<Players.Arrival> current) {
    Identity identity = new Identity("https://issuer.example", subject, Optional.of(name));
    return services.playerModule().identities().signIn(house, identity, client(current)).player();
  }

  private static Accounts.Client client(Optional<Players.Arrival> current) {
    return new Accounts.Client(
        ClientAddress.UNKNOWN,
        ClientInfo.UNKNOWN,
        current.map(arrival -> new Accounts.Current(arrival.token(), arrival.player())));
  }
}
