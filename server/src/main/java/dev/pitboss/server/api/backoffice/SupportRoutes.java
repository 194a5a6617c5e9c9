package dev.pitboss.server.api.backoffice;

import dev.pitboss.server.api.Access.Need;
import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.Inputs;
import dev.pitboss.server.api.LimitViews;
import dev.pitboss.server.api.MovementView;
import dev.pitboss.server.api.OperatorScope;
import dev.pitboss.server.api.Services;
import dev.pitboss.server.api.Views;
import dev.pitboss.server.history.Rounds;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.players.OpenSession;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.players.Support;
import dev.pitboss.server.restrictions.Limits;
import dev.pitboss.server.staff.StaffMember;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Players as seen by staff. Staff of one operator see that operator's players.
public final class SupportRoutes {
  private static final String PLAYERS = "/api/ops/players";
  private static final String ONE = PLAYERS + "/:id";
  private static final int MAX_NAME = 64;
  private static final int MAX_PAGE = 100;

  private final Support support;
  private final Rounds rounds;
  private final Limits limits;
  private final OperatorScope scope;

  public SupportRoutes(OperatorScope scope, Support support, Services services) {
    this.scope = scope;
    this.support = support;
    this.rounds = services.rounds();
    this.limits = services.limits();
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.byStaff("GET", PLAYERS, Need.READ, this::search),
        at("GET", ONE, Need.READ, (_, asked) -> file(asked)),
        at("GET", ONE + "/rounds", Need.READ, this::rounds),
        at("GET", ONE + "/rounds/:ref", Need.READ, this::round),
        at("GET", ONE + "/limits", Need.READ, (_, asked) -> limits(asked)),
        at("POST", ONE + "/unlock", Need.CHANGE, this::unlock),
        at("DELETE", ONE + "/sessions", Need.CHANGE, (_, asked) -> endSessions(asked)));
  }

  /// A player, and the staff member with access to them.
  private record Asked(Player player, StaffMember member) {}

  private Endpoint at(
      String method, String path, Need need, BiFunction<Request, Asked, Response> handler) {
    return Endpoints.byStaff(
        method,
        path,
        need,
        (request, member) ->
            id(request.pathParameter("id"))
                .flatMap(support::find)
                .map(Support.Found::player)
                .filter(player -> member.sees(player.operatorId()))
                .map(player -> handler.apply(request, new Asked(player, member)))
                .orElseGet(SupportRoutes::noSuchPlayer));
  }

  private static Optional<Long> id(String text) {
    return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  private static Response noSuchPlayer() {
    return Response.problem(
        Problem.of(Problem.Status.NOT_FOUND, "no_such_player", "no such player"));
  }

  private Response search(Request request, StaffMember member) {
    String text = request.queryText("q").orElse("").strip();
    if (text.length() > MAX_NAME) {
      throw InvalidInput.field("q", "must be a player id or a username prefix of " + MAX_NAME);
    }
    Optional<Integer> of = scope.queried(request, member);
    return Response.ok(
        new PlayersView(support.search(text, of).stream().map(SupportRoutes::view).toList()));
  }

  private Response file(Asked asked) {
    return support
        .file(asked.player().playerId())
        .map(file -> Response.ok(FileView.of(file)))
        .orElseGet(SupportRoutes::noSuchPlayer);
  }

  private Response rounds(Request request, Asked asked) {
    Rounds.Query query =
        new Rounds.Query(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Inputs.cursor(request),
            request.queryInt("limit", 1, MAX_PAGE, MAX_PAGE));
    return Response.ok(Views.HistoryView.of(rounds.page(asked.player().playerId(), query)));
  }

  /// A round as the player sees it: bet, result and seeds, the server's once it is revealed.
  private Response round(Request request, Asked asked) {
    return Inputs.ref(request.pathParameter("ref"))
        .flatMap(ref -> rounds.find(asked.player().playerId(), ref))
        .map(detail -> Response.ok(Views.RoundView.of(detail)))
        .orElseGet(() -> Response.problem(Inputs.noSuchRound()));
  }

  private Response limits(Asked asked) {
    return LimitViews.reply(limits.overview(asked.player().playerId()));
  }

  private static Views.PlayerView view(Support.Found found) {
    return Views.PlayerView.of(found.player(), found.balance());
  }

  private Response unlock(Request request, Asked asked) {
    request.json().refuseOtherFields();
    int most = asked.member().isOfPlatform() ? Integer.MAX_VALUE : Support.MAX_UNLOCKS;
    return support.unlock(asked.player(), most, asked.member().actor())
        ? Response.noContent()
        : Response.problem(
            Problem.of(
                Problem.Status.CONFLICT,
                "too_many_unlocks",
                "a player can be unlocked at most %d times in 24 hours; platform staff have no"
                        .formatted(Support.MAX_UNLOCKS)
                    + " such limit"));
  }

  private Response endSessions(Asked asked) {
    support.endSessions(asked.player(), asked.member().actor());
    return Response.noContent();
  }

  /// Players that were found.
  @Json
  public record PlayersView(List<Views.PlayerView> players) {}

  /// A device a player is signed in on.
  @Json
  public record DeviceView(String agent, String network, Instant since, Instant lastUsed) {
    static DeviceView of(OpenSession session) {
      return new DeviceView(
          session.clientInfo().agent(),
          session.clientInfo().network(),
          session.createdAt(),
          session.lastUsedAt());
    }
  }

  /// What is known of a player.
  ///
  /// @param lockedUntil until when no password is looked at; absent when they are
  @Json
  public record FileView(
      Views.PlayerView player,
      long openStakes,
      @Nullable Instant lockedUntil,
      List<DeviceView> sessions,
      List<MovementView> movements) {
    static FileView of(Support.File file) {
      return new FileView(
          view(file.found()),
          file.openStakes(),
          file.lockedUntil(),
          file.sessions().stream().map(DeviceView::of).toList(),
          file.movements().stream().map(MovementView::of).toList());
    }
  }
}
