package dev.pitboss.server.http;

import dev.pitboss.server.http.Endpoint.Access.StaffOnly;
import dev.pitboss.server.staff.StaffMember;
import dev.pitboss.server.staff.StaffSessions;
import dev.pitboss.server.staff.StaffToken;
import java.util.Optional;

/// Decides whether somebody who works here may have what they ask for: a live session, and the role
/// the route needs. Thread-safe.
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
                  "there is no session, or it has ended: POST /api/ops/session opens one"))
          .withHeader("WWW-Authenticate", "Bearer");
    }
    StaffMember member = session.get().member();
    if (!access.need().isMetBy(member)) {
      return forbidden("role_missing", "your account may not do that: " + access.need().says());
    }
    return session.get().isBarred() && access.need() != Endpoint.Need.SELF
        ? forbidden(
            "second_factor_required",
            "your operator wants a second factor: POST /api/ops/second-factor begins one")
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
