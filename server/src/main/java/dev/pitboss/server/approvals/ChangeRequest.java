package dev.pitboss.server.approvals;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A requested change. Immutable.
///
/// @param subject what it is about, as the audit trail names it
/// @param payload what exactly is to be changed, as a JSON object; holds no secret
/// @param sealedSecret of a key; null for other kinds
/// @param expiresAt until when it can be decided
/// @param decidedBy null while undecided
@SuppressWarnings("ArrayRecordComponent") // a sealed secret, never compared
public record ChangeRequest(
    long changeRequestId,
    int operatorId,
    ChangeKind kind,
    String subject,
    String payload,
    byte @Nullable [] sealedSecret,
    int requesterId,
    String requestedBy,
    Instant requestedAt,
    Instant expiresAt,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    @Nullable Boolean approved) {

  /// Where it stands.
  public enum State {
    /// It can be decided.
    WAITING,
    /// It took effect.
    APPROVED,
    /// It was refused and never takes effect.
    REJECTED,
    /// Not decided in time; it never takes effect.
    EXPIRED
  }

  /// Where it stands by then.
  public State at(Instant now) {
    if (approved == null) {
      return now.isBefore(expiresAt) ? State.WAITING : State.EXPIRED;
    }
    return approved ? State.APPROVED : State.REJECTED;
  }
}
