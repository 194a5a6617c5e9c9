package dev.pitboss.server.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/// Has the pool throw away sessions that stay connected and refuse everything, as those at a server
/// that has become a standby: another one reaches the server that took over. Stateless.
final class UnusableSessions implements SQLExceptionOverride {
  @java.lang.Override
  public SQLExceptionOverride.Override adjudicate(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && FailureReason.ofState(state).spoilsSession()
        ? SQLExceptionOverride.Override.MUST_EVICT
        : SQLExceptionOverride.Override.CONTINUE_EVICT;
  }
}
