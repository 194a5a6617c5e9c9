package dev.pitboss.connections;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The borrows that were active when the pool refused another: suppressed in the pool's own
/// exception. It names call sites and threads, never a statement or a value. Immutable.
public final class ConnectionsHeldException extends SQLException {
  private static final long serialVersionUID = 1;

  // borrows are not serializable; the message names them all
  private final transient List<Borrow> holders;

  ConnectionsHeldException(List<Borrow> holders) {
    super(
        holders.stream()
            .map(Borrow::toString)
            .collect(Collectors.joining("\n\t", "out now:\n\t", "")));
    this.holders = holders.stream().sorted(Comparator.comparing(Borrow::held).reversed()).toList();
  }

  /// What rides along with the refusal of a pool; empty when it names no holder, or is the failure
  /// of something else.
  public static Optional<ConnectionsHeldException> of(SQLException refusal) {
    for (Throwable suppressed : refusal.getSuppressed()) {
      if (suppressed instanceof ConnectionsHeldException held) {
        return Optional.of(held);
      }
    }
    return Optional.empty();
  }

  /// The borrows, the longest first.
  public List<Borrow> holders() {
    return holders;
  }
}
