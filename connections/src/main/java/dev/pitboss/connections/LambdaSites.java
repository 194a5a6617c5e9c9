package dev.pitboss.connections;

import java.util.Optional;

/// Call sites of lambdas: every lambda expression has a class of its own, so its class *is* its
/// line.
///
/// The first time a class is seen, one stack walk finds the frame that shares a nest with it; from
/// then on a lookup is one read of a class value.
final class LambdaSites {
  private static final ClassValue<Optional<CallSite.Lambda>> SITES =
      new ClassValue<>() {
        @Override
        protected Optional<CallSite.Lambda> computeValue(Class<?> type) {
          return Optional.ofNullable(Callers.nestMate(type)).map(LambdaSites::site);
        }
      };

  private LambdaSites() {}

  /// The line that passes an instance of `type` on. A class that is no lambda, and is not called
  /// from the file it is written in, has no line of its own: then the caller is named, each time
  /// anew.
  static CallSite of(Class<?> type) {
    Optional<CallSite.Lambda> known = SITES.get(type);
    return known.isPresent() ? known.get() : site(Callers.callerOfLibrary());
  }

  private static CallSite.Lambda site(StackWalker.StackFrame frame) {
    return new CallSite.Lambda(
        Callers.file(frame), Callers.method(frame), Math.max(0, frame.getLineNumber()));
  }
}
