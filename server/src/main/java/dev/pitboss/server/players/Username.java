package dev.pitboss.server.players;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A name a player signs in by: 3 to 24 of `A-Z a-z 0-9 . _ -`, a letter first. Two names that
/// differ only in case are one name.
///
/// @param text as its owner writes it
public record Username(String text) {
  /// How guests' names begin.
  static final String GUEST = "guest-";

  private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{2,23}");

  /// Names whose bearer others would take for the house.
  private static final Set<String> RESERVED =
      Set.of(
          "admin",
          "administrator",
          "auditor",
          "casino",
          "croupier",
          "dealer",
          "house",
          "moderator",
          "operator",
          "pitboss",
          "root",
          "security",
          "staff",
          "support",
          "system");

  public Username {
    Optional<String> reason = refusal(text);
    if (reason.isPresent()) {
      throw new IllegalArgumentException("a username " + reason.get() + ": " + text);
    }
  }

  /// Why it cannot be a username; empty when it can.
  public static Optional<String> refusal(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.of(
          "must be 3 to 24 letters (a-z), digits, dots, dashes or underscores, a letter first");
    }
    String key = keyOf(text);
    return key.startsWith("guest") || RESERVED.contains(key)
        ? Optional.of("is reserved")
        : Optional.empty();
  }

  /// What it is found by.
  public String key() {
    return keyOf(text);
  }

  /// The look-up key of a typed name; it need not be a valid username.
  static String keyOf(String typed) {
    return typed.toLowerCase(Locale.ROOT);
  }
}
