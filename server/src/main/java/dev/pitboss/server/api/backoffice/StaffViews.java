package dev.pitboss.server.api.backoffice;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Staff accounts and their sessions as the back office reads them.
public final class StaffViews {
  private StaffViews() {}

  /// A session that began.
  @Json
  public record SignedInView(String token, SessionView staff) {}

  /// Whose session it is.
  ///
  /// @param operator code of the operator they work for; absent for the platform's
  /// @param secondFactor whether they have set one
  /// @param mustSetSecondFactor whether that is all the session can be used for
  /// @param mustChangePassword whether that is all, before anything else
  @Json
  public record SessionView(
      String username,
      String role,
      @Nullable String operator,
      boolean secondFactor,
      boolean mustSetSecondFactor,
      boolean mustChangePassword) {}

  /// A staff member.
  ///
  /// @param operator code of the operator they work for; absent for the platform's
  @Json
  public record MemberView(String username, String role, @Nullable String operator) {}

  /// An account.
  ///
  /// @param controllers accounts that made or reset it and can use it, so that none of them is a
  ///   second person beside it; empty once it is confirmed
  /// @param mustChangePassword whether its password was set by another member
  @Json
  public record AccountView(
      String username,
      String role,
      @Nullable String operator,
      Instant createdAt,
      boolean disabled,
      boolean secondFactor,
      boolean mustChangePassword,
      List<String> controllers) {}

  /// The accounts.
  @Json
  public record StaffView(List<AccountView> staff) {}
}
