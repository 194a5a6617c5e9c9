package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.Relation;
import dev.pitboss.leaks.model.Pattern;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/// Names the mistake behind the paths on which a resource is lost, as far as byte code shows it.
final class Verdicts {
  private final Walk walk;
  private final Body body;
  private final Site site;
  private final List<Leak> leaks;

  Verdicts(Walk walk, Site site, List<Leak> leaks) {
    this.walk = walk;
    this.body = walk.body();
    this.site = site;
    this.leaks = leaks;
  }

  /// The path that is shown: a return before an exception.
  Leak shown() {
    return leaks.stream()
        .min(
            Comparator.comparingInt(Verdicts::rank)
                .thenComparingInt(leak -> leak.state().steps().size()))
        .orElseThrow();
  }

  private static int rank(Leak leak) {
    int rank =
        switch (leak.kind()) {
          case REASSIGNED -> 0;
          case RETURNED_DEPENDENT -> 1;
          case FIELD -> 2;
          case RETURN -> 3;
          case DROPPED -> 4;
          case CONSTRUCTOR -> 5;
          case THROW -> 6;
        };
    return rank + (leak.isCaught() ? 2 : 0) + (leak.isDeclared() ? 0 : 10);
  }

  Pattern pattern() {
    Leak leak = shown();
    return switch (leak.kind()) {
      case FIELD -> Pattern.ESCAPED_TO_FIELD;
      case CONSTRUCTOR -> Pattern.CONSTRUCTOR_THROWS;
      case RETURNED_DEPENDENT -> Pattern.RETURNED_DEPENDENT;
      case REASSIGNED -> closes().isEmpty() ? ofPath(leak) : Pattern.REASSIGNED;
      case DROPPED -> isClosedAfterLoop() ? Pattern.REASSIGNED : ofPath(leak);
      case RETURN, THROW -> ofPath(leak);
    };
  }

  private java.util.Set<Outcome.Close> closes() {
    return walk.outcome().closes();
  }

  /// Whether the last one of a loop is closed, behind it.
  private boolean isClosedAfterLoop() {
    return !closes().isEmpty()
        && closes().stream().noneMatch(each -> body.reachable(each.at(), true).get(site.at()));
  }

  private Pattern ofPath(Leak leak) {
    if (isDiscarded()) {
      return Pattern.RESULT_DISCARDED;
    }
    boolean isListed =
        leaks.stream().allMatch(each -> each.state().holds(of -> of == Relation.CONTAINER));
    if (isListed && !closes().isEmpty()) {
      return Pattern.LIST_BUILT_PARTLY;
    }
    if (walk.outcome().isChained() && !walk.outcome().isStored()) {
      return Pattern.ANONYMOUS_CHAIN;
    }
    if (closes().isEmpty()) {
      return withoutClose();
    }
    return leak.kind() == Leak.Kind.THROW || leak.isCaught() ? onThrow(leak) : onReturn(leak);
  }

  private boolean isDiscarded() {
    int next = site.at() + 1;
    if (next < body.size()
        && body.at(next) instanceof InvokeInstruction invoke
        && invoke.name().stringValue().equals("<init>")) {
      next++;
    }
    return next < body.size() && body.at(next).opcode() == Opcode.POP;
  }

  private Pattern withoutClose() {
    boolean isCaptured =
        leaks.stream()
            .anyMatch(leak ->
                leak.state().marks().contains(State.Mark.CAPTURED)
                    || (leak.kind() != Leak.Kind.THROW
                        && leak.state().holds(each -> each == Relation.CAPTURE)));
    if (isCaptured) {
      return Pattern.ESCAPED_TO_LAMBDA;
    }
    if (leaks.stream().anyMatch(leak -> leak.state().marks().contains(State.Mark.HANDED))) {
      return Pattern.HANDED_OVER;
    }
    return isAnotherClosed() ? Pattern.CLOSED_BY_THE_WRONG_OWNER : Pattern.NEVER_CLOSED;
  }

  private boolean isAnotherClosed() {
    for (Site each : walk.analysis().acquirers().in(body)) {
      if (each.at() != site.at() && each.relation() == Relation.DIRECT) {
        var of = new Walk(walk.analysis(), walk.method(), body, each.at(), each.relation());
        if (!of.run(of.start()).closes().isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  private Pattern onThrow(Leak leak) {
    for (Outcome.Close close : closes()) {
      if (close.cleanup() < 0) {
        continue;
      }
      List<Body.Handler> ranges = rangesOf(close.cleanup());
      int start = ranges.stream().mapToInt(Body.Handler::start).min().orElse(0);
      if (leak.thrown() == null) {
        continue;
      }
      if (start > site.at() && leak.at() < start) {
        return Pattern.GAP_BEFORE_TRY;
      }
      if (ranges.stream().noneMatch(each -> each.covers(leak.at()))) {
        return Pattern.EARLIER_CLOSE_THROWS;
      }
    }
    return isOnlyInTry() ? Pattern.CLOSE_ONLY_IN_TRY : Pattern.CLOSE_NOT_IN_FINALLY;
  }

  /// A compiler cuts the range of a `finally` around the copies of its code.
  private List<Body.Handler> rangesOf(int start) {
    List<Integer> targets =
        body.handlers().stream()
            .filter(each -> each.isCleanup() && each.start() == start)
            .map(Body.Handler::target)
            .toList();
    return body.handlers().stream().filter(each -> targets.contains(each.target())).toList();
  }

  /// Whether a close stands in a `try` that catches and has no `finally` that closes.
  private boolean isOnlyInTry() {
    return closes().stream()
        .anyMatch(close ->
            close.cleanup() < 0
                && body.handlers().stream()
                    .anyMatch(each -> each.covers(close.at()) && !each.isCleanup()));
  }

  private Pattern onReturn(Leak leak) {
    if (isClosedInSwitch()) {
      return Pattern.SWITCH_BRANCH;
    }
    boolean isEarly =
        leak.kind() == Leak.Kind.RETURN
            && closes().stream().anyMatch(close -> close.at() > leak.at());
    return isEarly ? Pattern.EARLY_RETURN : Pattern.CONDITIONAL_CLOSE;
  }

  /// Whether some branch of a switch cannot reach a close that another one does.
  private boolean isClosedInSwitch() {
    for (int i = site.at() + 1; i < body.size(); i++) {
      boolean isSwitch =
          body.at(i) instanceof TableSwitchInstruction
              || body.at(i) instanceof LookupSwitchInstruction;
      if (!isSwitch) {
        continue;
      }
      List<BitSet> branches =
          body.next(i).stream().map(each -> body.reachable(each, false)).toList();
      for (Outcome.Close close : closes()) {
        boolean some = branches.stream().anyMatch(each -> each.get(close.at()));
        boolean all = branches.stream().allMatch(each -> each.get(close.at()));
        if (some && !all) {
          return true;
        }
      }
    }
    return false;
  }
}
