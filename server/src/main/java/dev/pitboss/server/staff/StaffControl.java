package dev.pitboss.server.staff;

import dev.pitboss.server.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Which accounts one person can sign in by, as far as the casino can know: the person who makes an
/// account, sets its password or resets its second factor can use it, and so can all who can use
/// the account that did it. Two accounts are *independent* when no person can use both. Control
/// does not end by time, but when an independent person confirms the account.
///
/// Accounts of the platform's staff and the command line control nothing in this sense: they are
/// above the rule. Works in its caller's transaction. Stateless and thread-safe.
public final class StaffControl {
  private StaffControl() {}

  /// The cause of control over an account.
  enum Cause {
    CREATED,
    PASSWORD_SET,
    SECOND_FACTOR_RESET;

    private String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Notes that a member can use an account from now on, and with the member all who can use the
  /// member's account. Locks the account's row, so an approval by it is before or after.
  static void gained(Connection connection, int staffId, StaffMember by, Cause cause, Instant now)
      throws SQLException {
    if (by.isOfPlatform() || by.staffId() == staffId) {
      return;
    }
    Sql.first(connection, "SELECT 1 FROM staff WHERE staff_id = ? FOR UPDATE", _ -> true, staffId);
    Sql.update(
        connection,
        """
        INSERT INTO staff_control AS c (staff_id, controller_id, cause, since)
        SELECT ?, id, ?, ?
          FROM (SELECT ?::integer AS id
                 UNION
                SELECT controller_id FROM staff_control WHERE staff_id = ? AND ended_at IS NULL) k
         WHERE id <> ?
        ON CONFLICT (staff_id, controller_id) WHERE ended_at IS NULL
           DO UPDATE SET (cause, since) =
             (SELECT CASE WHEN excluded.cause = 'second_factor_reset' THEN c.cause ELSE excluded.cause END,
                     CASE WHEN excluded.cause = 'second_factor_reset' THEN c.since ELSE excluded.since END)
        """,
        staffId,
        cause.id(),
        now,
        by.staffId(),
        by.staffId(),
        staffId);
  }

  /// The account that may have been behind both the request and this approval; empty when the two
  /// are independent. Locks both accounts' rows until the transaction ends.
  ///
  /// @param requestedAt control that ended before the request is over, later control is not
  public static Optional<String> shared(
      Connection connection, int requesterId, int approverId, Instant requestedAt)
      throws SQLException {
    Sql.list(
        connection,
        "SELECT 1 FROM staff WHERE staff_id IN (?, ?) ORDER BY staff_id FOR SHARE",
        _ -> true,
        requesterId,
        approverId);
    return Sql.first(
            connection,
            "SELECT staff_shared_controller(?, ?, ?)",
            row -> Optional.ofNullable(row.getString(1)),
            requesterId,
            approverId,
            requestedAt)
        .flatMap(found -> found);
  }

  /// Result of confirming an account.
  public enum Confirmation {
    /// An independent member has confirmed that only its owner uses it.
    CONFIRMED,
    /// No other member controls it; there is nothing to confirm.
    NOT_CONTROLLED,
    /// Who confirms is not independent of it.
    NOT_INDEPENDENT,
    /// Its password is still the one set by another member.
    PASSWORD_OF_ANOTHER,
    NO_SUCH_ACCOUNT
  }

  /// Ends the control of others over an account.
  ///
  /// @param by who confirms; empty for the command line
  static Confirmation confirm(
      Connection connection, StaffMember account, Optional<StaffMember> by, Instant now)
      throws SQLException {
    Sql.first(
        connection,
        "SELECT 1 FROM staff WHERE staff_id = ? FOR UPDATE",
        _ -> true,
        account.staffId());
    if (by.isPresent()
        && shared(connection, account.staffId(), by.get().staffId(), now).isPresent()) {
      return Confirmation.NOT_INDEPENDENT;
    }
    record Controlled(long count, boolean passwordIsOwn) {}
    Controlled controlled =
        Sql.one(
            connection,
            """
            SELECT count(*) AS controls,
                   coalesce(bool_and(c.cause = 'second_factor_reset'
                                     OR coalesce(s.own_password_at > c.since, false)), true) AS own
              FROM staff_control c JOIN staff s USING (staff_id)
             WHERE c.staff_id = ? AND c.ended_at IS NULL
            """,
            row -> new Controlled(row.getLong("controls"), row.getBoolean("own")),
            account.staffId());
    if (controlled.count() == 0) {
      return Confirmation.NOT_CONTROLLED;
    }
    if (!controlled.passwordIsOwn()) {
      return Confirmation.PASSWORD_OF_ANOTHER;
    }
    Sql.update(
        connection,
        """
        UPDATE staff_control SET ended_at = ?, ended_by = ? WHERE staff_id = ? AND ended_at IS NULL
        """,
        now,
        by.map(StaffMember::actor).orElse("cli"),
        account.staffId());
    return Confirmation.CONFIRMED;
  }
}
