package dev.pitboss.server.http;

import dev.pitboss.server.http.Endpoint.Access.StaffOnly;
import dev.pitboss.server.staff.StaffMember;
import dev.pitboss.server.staff.StaffSessions;
import dev.pitboss.server.staff.StaffToken;
import java.util.Optional;

/// Authorizes staff requests: a live session, and the role the route needs. Thread-safe.
final class StaffGate {
  private final StaffSessions sessions;

  StaffGate(StaffSessions sessions) {
    this.sessions = sessions;
  }

  Reply pass(StaffOnly access, Request request) {
    Optional<StaffSessions.Session> session = tokenOf(request).flatMap(sessions::authenticate);
    if (session.isEmpty()) {
      return Reply.problem(
              Problem.of(
                  Problem.Status.UNAUTHORIZED,
                  "no_staff_session",
                  "session is missing or expired; sign in with POST /api/ops/session"))
          .withHeader("WWW-Authenticate", "Bearer");
    }
    StaffMember member = session.get().member();
    if (!access.need().isMetBy(member)) {
      return forbidden("role_missing", "permission denied: " + access.need().says());
    }
    return session.get().isBarred() && access.need() != Endpoint.Need.SELF
        ? forbidden(
            "second_factor_required",
            "the operator requires a second factor; set one up with POST /api/ops/second-factor")
        : access.handler().handle(request, member);
  }

  private static Reply forbidden(String code, String detail) {
    return Reply.problem(Problem.of(Problem.Status.FORBIDDEN, code, detail));
  }

  /// The token a request carries, if it has the form of one.
  static Optional<StaffToken> tokenOf(Request request) {
    return request
        .bearer()
        .or(() -> GuardedCookie.STAFF_SESSION.read(request.headers()))
        .flatMap(StaffToken::of);
  }
}
