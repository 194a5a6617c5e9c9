package dev.pitboss.server.settlement;

import dev.pitboss.server.ledger.Posting;
import java.time.Instant;
import java.util.UUID;

/// The decision a request needs at a player's state.
///
/// @param <T> what is answered
public interface Operation<T> {
  /// Names the intention: what took effect under it before does not again.
  UUID requestId();

  /// The decision at this state. Pure: it is asked anew when the state has changed before it could
  /// take effect.
  Decision<T> at(PlayerState playerState, Instant now);

  /// What an intention comes to at a state.
  sealed interface Decision<T> {
    /// This is to be posted, and then answered.
    record Post<T>(Posting posting, T answer) implements Decision<T> {}

    /// Nothing is to be posted.
    record Refuse<T>(T answer) implements Decision<T> {}
  }

  /// Outcome of an operation. Every case but [Unknown] is final.
  sealed interface SubmitResult<T> {
    /// It was posted, or refused at a state that was up to date.
    record Decided<T>(T answer) implements SubmitResult<T> {}

    /// A request of that id took effect before; nothing moved now.
    record Earlier<T>() implements SubmitResult<T> {}

    /// Not processed in time; nothing moved.
    record Busy<T>() implements SubmitResult<T> {}

    /// The database did not say. Asking again with the same id tells, and cannot act twice.
    record Unknown<T>() implements SubmitResult<T> {}
  }
}
