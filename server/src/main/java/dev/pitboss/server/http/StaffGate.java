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
    Optional<StaffMember> member = tokenOf(request).flatMap(sessions::authenticate);
    if (member.isEmpty()) {
      return Reply.problem(
              Problem.of(
                  Problem.Status.UNAUTHORIZED,
                  "no_staff_session",
                  "there is no session, or it has ended: POST /api/ops/session opens one"))
          .withHeader("WWW-Authenticate", "Bearer");
    }
    return access.need().isMetBy(member.get())
        ? access.handler().handle(request, member.get())
        : Reply.problem(
            Problem.of(
                Problem.Status.FORBIDDEN,
                "role_missing",
                "your account may not do that: " + access.need().says()));
  }

  /// The token a request carries, if it has the form of one.
  static Optional<StaffToken> tokenOf(Request request) {
    return request
        .bearer()
        .or(() -> request.cookie(StaffCookie.nameFor(request.headers())))
        .flatMap(StaffToken::of);
  }
}
