package dev.pitboss.server.api;

import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.LiveFeed;
import dev.pitboss.server.http.Reply;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.seamlesswallet.inbound.Provider;
import dev.pitboss.server.staff.StaffMember;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Who may use a route, with the code that answers. Handlers run on a virtual thread and may block,
/// within the request's deadline.
public sealed interface Access extends Endpoint.Access {
  record Anyone(Handler handler) implements Access {}

  /// Players.
  ///
  /// @param quick answers the players it takes from the event loop; the handler answers all others
  record PlayersOnly(PlayerHandler handler, Optional<QuickHandler> quick) implements Access {
    public PlayersOnly(PlayerHandler handler) {
      this(handler, Optional.empty());
    }
  }

  /// Staff with the required permission.
  record StaffOnly(Need need, StaffHandler handler) implements Access {}

  /// Providers, by signature.
  record ProvidersOnly(ProviderHandler handler) implements Access {}

  /// Front ends of published games, of any origin: the body has the token of a game session, which
  /// the handler looks up.
  ///
  /// @param form puts problems into the form that front ends read
  record FrontEnds(Handler handler, UnaryOperator<Response> form) implements Access {
    @Override
    public boolean isForAnyOrigin() {
      return true;
    }

    @Override
    public Response told(Response reply) {
      return form.apply(reply);
    }
  }

  /// Players of our own pages and of programs; the answer goes on for as long as they listen.
  record Listeners(LiveFeed feed) implements Access {}

  /// Answers a request.
  @FunctionalInterface
  interface Handler {
    Response handle(Request request);
  }

  /// Answers a player's request.
  @FunctionalInterface
  interface PlayerHandler {
    Response handle(Request request, Player player);
  }

  /// Answers a player's request without blocking. Called on the event loop.
  interface QuickHandler {
    /// Whether this player can be answered without blocking.
    boolean takes(Player player);

    /// Begins; the reply gets the answer once it is there.
    void begin(Request request, Player player, Reply reply);
  }

  /// Answers a staff member.
  @FunctionalInterface
  interface StaffHandler {
    Response handle(Request request, StaffMember member);
  }

  /// Answers a provider's request.
  @FunctionalInterface
  interface ProviderHandler {
    Response handle(Request request, Provider provider);
  }

  /// The permission a route requires of a staff member.
  enum Need {
    /// Any staff member, also with an account that is not set up.
    LEAVE("a staff account is required"),
    /// Any staff member, also while only setting up a second factor is permitted.
    SELF("a staff account is required"),
    /// Any staff member; the own password also while it must be changed first.
    PASSWORD("a staff account is required"),
    /// Any staff member.
    READ("a staff account is required"),
    /// Staff with the role manager.
    CHANGE("the role manager is required"),
    /// The platform's staff, not one operator's.
    PLATFORM_READ("platform staff only"),
    /// Platform staff with the role manager.
    PLATFORM_CHANGE("the role manager on the platform is required");

    private final String says;

    Need(String says) {
      this.says = says;
    }

    boolean isMetBy(StaffMember member) {
      return switch (this) {
        case LEAVE, SELF, PASSWORD, READ -> true;
        case CHANGE -> member.changes();
        case PLATFORM_READ -> member.isOfPlatform();
        case PLATFORM_CHANGE -> member.isOfPlatform() && member.changes();
      };
    }

    /// For people.
    String says() {
      return says;
    }
  }
}
