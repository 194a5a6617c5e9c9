package dev.pitboss.server.http;

import dev.pitboss.server.players.Player;
import dev.pitboss.server.seamlesswallet.inbound.Provider;
import dev.pitboss.server.staff.StaffMember;

/// One route of the API: method, path, access and handler.
///
/// @param method `GET`, `POST`, `PUT` or `DELETE`
/// @param path template, as in `/api/casino/rounds/:ref`
/// @param late what to answer when the deadline passes first
/// @param time until that deadline
public record Endpoint(
    String method, String path, Access access, Late late, ResponseTimeouts.Time time) {
  private Endpoint(String method, String path, Access access, Late late) {
    this(method, path, access, late, ResponseTimeouts.Time.USUAL);
  }

  /// The same for work that hashes a password, which has to wait for its turn.
  public Endpoint hashing() {
    return new Endpoint(method, path, access, late, ResponseTimeouts.Time.PASSWORD);
  }

  /// Who may ask, with the code that answers.
  public sealed interface Access {
    record Anyone(Handler handler) implements Access {}

    record PlayersOnly(PlayerHandler handler) implements Access {}

    /// Staff with the required permission.
    record StaffOnly(Need need, StaffHandler handler) implements Access {}

    /// Providers, by signature.
    record ProvidersOnly(ProviderHandler handler) implements Access {}

    /// Players of our own pages and of programs; the answer goes on for as long as they listen.
    record Listeners(LiveFeed feed) implements Access {}
  }

  /// Answers a request. Runs on a virtual thread and may block, within the request's deadline.
  @FunctionalInterface
  public interface Handler {
    Response handle(Request request);
  }

  /// Answers a player's request.
  @FunctionalInterface
  public interface PlayerHandler {
    Response handle(Request request, Player player);
  }

  /// Answers a staff member.
  @FunctionalInterface
  public interface StaffHandler {
    Response handle(Request request, StaffMember member);
  }

  /// The permission a route requires of a staff member.
  public enum Need {
    /// Any staff member, also with an account that is not set up.
    LEAVE("a staff account is required"),
    /// Any staff member, also while only setting up a second factor is permitted.
    SELF("a staff account is required"),
    /// Any staff member; the own password also while it must be changed first.
    PASSWORD("a staff account is required"),
    /// Any staff member.
    READ("a staff account is required"),
    /// Staff with the role operator.
    CHANGE("the role operator is required"),
    /// The platform's staff, not one operator's.
    PLATFORM_READ("platform staff only"),
    /// Platform staff with the role operator.
    PLATFORM_CHANGE("the role operator on the platform is required");

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

  /// Answers a provider's request.
  @FunctionalInterface
  public interface ProviderHandler {
    Response handle(Request request, Provider provider);
  }

  /// What is true of a request that got no answer in time.
  public enum Late {
    /// It changed nothing, or trying again is harmless.
    UNAVAILABLE,
    /// It may still settle a bet: the client asks again with the same key.
    PENDING
  }

  public static Endpoint get(String path, Handler handler) {
    return new Endpoint("GET", path, new Access.Anyone(handler), Late.UNAVAILABLE);
  }

  public static Endpoint byStaff(String method, String path, Need need, StaffHandler handler) {
    return new Endpoint(method, path, new Access.StaffOnly(need, handler), Late.UNAVAILABLE);
  }

  public static Endpoint getByPlayer(String path, PlayerHandler handler) {
    return new Endpoint("GET", path, new Access.PlayersOnly(handler), Late.UNAVAILABLE);
  }

  public static Endpoint post(String path, Handler handler) {
    return new Endpoint("POST", path, new Access.Anyone(handler), Late.UNAVAILABLE);
  }

  public static Endpoint postByPlayer(String path, PlayerHandler handler) {
    return new Endpoint("POST", path, new Access.PlayersOnly(handler), Late.UNAVAILABLE);
  }

  public static Endpoint putByPlayer(String path, PlayerHandler handler) {
    return new Endpoint("PUT", path, new Access.PlayersOnly(handler), Late.UNAVAILABLE);
  }

  public static Endpoint postByProvider(String path, ProviderHandler handler) {
    return new Endpoint("POST", path, new Access.ProvidersOnly(handler), Late.UNAVAILABLE);
  }

  public static Endpoint getByProvider(String path, ProviderHandler handler) {
    return new Endpoint("GET", path, new Access.ProvidersOnly(handler), Late.UNAVAILABLE);
  }

  public static Endpoint deleteByPlayer(String path, PlayerHandler handler) {
    return new Endpoint("DELETE", path, new Access.PlayersOnly(handler), Late.UNAVAILABLE);
  }

  public static Endpoint cancel(String path, PlayerHandler handler) {
    return new Endpoint("DELETE", path, new Access.PlayersOnly(handler), Late.PENDING);
  }

  public static Endpoint live(String path, LiveFeed feed) {
    return new Endpoint("GET", path, new Access.Listeners(feed), Late.UNAVAILABLE);
  }

  public static Endpoint bet(String path, PlayerHandler handler) {
    return new Endpoint("POST", path, new Access.PlayersOnly(handler), Late.PENDING);
  }
}
