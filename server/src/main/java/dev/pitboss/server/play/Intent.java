package dev.pitboss.server.play;

import dev.pitboss.server.wallet.Posting;
import java.time.Instant;
import java.util.UUID;

/// The decision a request needs at a player's seat.
///
/// @param <T> what is answered
interface Intent<T> {
  /// Names the intention: what took effect under it before does not again.
  UUID requestId();

  /// What comes of it at this seat. Pure: it is asked anew when the seat has changed before it
  /// could take effect.
  Step<T> at(Seat seat, Instant now);

  /// What an intention comes to at a seat.
  sealed interface Step<T> {
    /// This is to be posted, and then answered.
    record Post<T>(Posting posting, T answer) implements Step<T> {}

    /// Nothing is to be posted.
    record Refuse<T>(T answer) implements Step<T> {}
  }

  /// Outcome of an operation. Every case but [Unknown] is final.
  sealed interface Fate<T> {
    /// It was posted, or refused at a seat that was up to date.
    record Decided<T>(T answer) implements Fate<T> {}

    /// A request of that id took effect before; nothing moved now.
    record Earlier<T>() implements Fate<T> {}

    /// Not processed in time; nothing moved.
    record Busy<T>() implements Fate<T> {}

    /// The database did not say. Asking again with the same id tells, and cannot act twice.
    record Unknown<T>() implements Fate<T> {}
  }
}
