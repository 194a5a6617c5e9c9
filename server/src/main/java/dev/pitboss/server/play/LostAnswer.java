package dev.pitboss.server.play;

import dev.pitboss.server.db.DatabaseFailure;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done when the answer to a COMMIT was lost: the same is asked again, once. The player's
/// lock makes the second attempt wait until the first one's fate is decided, and the key or the ref
/// makes it find what the first one did, if it did anything.
final class LostAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(LostAnswer.class);

  private LostAnswer() {}

  /// What the work returns, asked twice if need be.
  ///
  /// @param work finds its own effect when it is run again
  /// @param unknown the answer while nobody knows
  static <T> T askAgain(Supplier<T> work, T unknown) {
    try {
      return work.get();
    } catch (DatabaseFailure failure) {
      if (failure.kind() != DatabaseFailure.Kind.OUTCOME_UNKNOWN) {
        throw failure;
      }
      LOG.warn("the answer to a commit was lost; asking again", failure);
    }
    try {
      return work.get();
    } catch (DatabaseFailure failure) {
      LOG.warn("what a request did stays unknown until it is asked for again", failure);
      return unknown;
    }
  }
}
