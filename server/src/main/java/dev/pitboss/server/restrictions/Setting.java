package dev.pitboss.server.restrictions;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Something a player has set, and what it is about to become. Stricter is at once, laxer is after
/// [#COOLING]. Immutable.
///
/// @param amount in force until the change; null without a limit
/// @param next what it becomes; null when it ends, or when nothing is about to change
/// @param changesAt null when nothing is about to change
public record Setting(@Nullable Long amount, @Nullable Long next, @Nullable Instant changesAt) {
  /// A losing player has to wait before the loss limit rises.
  public static final Duration COOLING = Duration.ofHours(24);

  /// Nothing was ever set.
  public static final Setting NONE = new Setting(null, null, null);

  public Setting {
    if (changesAt == null && next != null) {
      throw new IllegalArgumentException("a change to " + next + " without a time");
    }
  }

  /// What is in force then.
  public OptionalLong at(Instant now) {
    Long current = settledAt(now).amount;
    return current == null ? OptionalLong.empty() : OptionalLong.of(current);
  }

  /// The same, without a change whose time has come.
  public Setting settledAt(Instant now) {
    return changesAt != null && !changesAt.isAfter(now) ? new Setting(next, null, null) : this;
  }

  /// Whether a change waits.
  public boolean isPending() {
    return changesAt != null;
  }

  /// The setting once the player has asked for that amount. Asking for what is in force withdraws
  /// the change that waits; asking again for what waits does not make it wait longer.
  ///
  /// @param wanted null for none
  public Setting with(@Nullable Long wanted, Instant now) {
    Setting current = settledAt(now);
    if (current.amount == null || (wanted != null && wanted <= current.amount)) {
      return new Setting(wanted, null, null);
    }
    return current.isPending() && Objects.equals(current.next, wanted)
        ? current
        : new Setting(current.amount, wanted, now.plus(COOLING));
  }
}
