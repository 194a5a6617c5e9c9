package dev.pitboss.server.api;

import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.staff.StaffMember;
import dev.pitboss.server.staff.StaffSessions;
import dev.pitboss.server.staff.StaffToken;
import java.util.Optional;

/// Authorizes staff requests: a live session, and the role the route needs. Thread-safe.
public final class StaffAuthorizer {
  private final StaffSessions sessions;

  StaffAuthorizer(StaffSessions sessions) {
    this.sessions = sessions;
  }

  Response pass(Access.StaffOnly access, Request request) {
    Optional<StaffSessions.Session> session = tokenOf(request).flatMap(sessions::authenticate);
    if (session.isEmpty()) {
      return Response.problem(
              Problem.of(
                  Problem.Status.UNAUTHORIZED,
                  "no_staff_session",
                  "session is missing or expired; sign in with POST /api/ops/session"))
          .withHeader("WWW-Authenticate", "Bearer");
    }
    StaffMember member = session.get().member();
    Optional<Response> barred = barred(session.get(), access.need(), request);
    if (barred.isPresent()) {
      return barred.get();
    }
    return access.need().isMetBy(member)
        ? access.handler().handle(request, member)
        : forbidden("role_missing", "permission denied: " + access.need().says());
  }

  /// The refusal while the account is not set up: the password set by another member has to be
  /// changed, then the missing second factor set up. Signing out is always possible.
  private static Optional<Response> barred(
      StaffSessions.Session session, Access.Need need, Request request) {
    String username = session.member().username();
    boolean ownPassword =
        need == Access.Need.PASSWORD && request.pathParameter("username").equals(username);
    if (session.mustChangePassword() && need != Access.Need.LEAVE && !ownPassword) {
      return Optional.of(
          forbidden(
              "password_change_required",
              "the password was set by another staff member; change it with POST"
                  + " /api/ops/staff/%s/password".formatted(username)));
    }
    boolean isOpen = need == Access.Need.LEAVE || need == Access.Need.SELF;
    boolean changesFirst = session.mustChangePassword() && ownPassword;
    return session.mustSetSecondFactor() && !isOpen && !changesFirst
        ? Optional.of(
            forbidden(
                "second_factor_required",
                "the operator requires a second factor; set one up with POST /api/ops/second-factor"))
        : Optional.empty();
  }

  private static Response forbidden(String code, String detail) {
    return Response.problem(Problem.of(Problem.Status.FORBIDDEN, code, detail));
  }

  /// The token a request carries, if it has the form of one.
  public static Optional<StaffToken> tokenOf(Request request) {
    return request
        .bearer()
        .or(() -> GuardedCookie.STAFF_SESSION.read(request.headers()))
        .flatMap(StaffToken::of);
  }
}
