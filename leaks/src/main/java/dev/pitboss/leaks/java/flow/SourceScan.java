package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import dev.pitboss.leaks.java.source.Unit;
import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.Unanalysed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Analyses one source: each acquiring call of each of its functions is followed by itself, and
/// what goes wrong with one function costs that function only.
public final class SourceScan {
  private final Analysis analysis;
  private final Unit unit;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Finding> suppressed = new ArrayList<>();
  private final List<Unanalysed> unanalysed = new ArrayList<>();
  private int sites;

  private SourceScan(Analysis analysis, Unit unit) {
    this.analysis = analysis;
    this.unit = unit;
  }

  /// Analyses a source.
  public static SourceScan of(Analysis analysis, SourceFile source) {
    var scan = new SourceScan(analysis, analysis.project().unit(source));
    List<Function> functions = analysis.functions(source);
    List<Unit.Problem> problems = new ArrayList<>(scan.unit.problems());
    for (Function function : functions) {
      Optional<Unit.Problem> problem =
          scan.unit.problems().stream().filter(each -> scan.isIn(function, each)).findFirst();
      if (problem.isPresent() && !function.isLambda()) {
        problems.removeIf(each -> scan.isIn(function, each));
        scan.leave(function, "syntax error: " + problem.get().message());
      }
      scan.guarded(function);
    }
    scan.rest(problems);
    return scan;
  }

  /// Losses.
  public List<Finding> findings() {
    return findings;
  }

  /// Losses the source declares to be intended.
  public List<Finding> suppressed() {
    return suppressed;
  }

  /// What was not analysed.
  public List<Unanalysed> unanalysed() {
    return unanalysed;
  }

  /// Acquiring calls seen.
  public int sites() {
    return sites;
  }

  private boolean isIn(Function function, Unit.Problem problem) {
    return unit.start(function.tree()) <= problem.offset()
        && problem.offset() <= unit.end(function.tree());
  }

  private void leave(Function function, String reason) {
    Tree tree = function.tree();
    String kind = tree instanceof MethodTree ? "method " : "initializer of ";
    unanalysed.add(
        new Unanalysed(
            unit.source().file(),
            unit.line(tree),
            kind + function.name(),
            reason,
            Borrowing.isIn(unit.textOf(tree))));
  }

  /// Syntax errors outside of functions.
  private void rest(List<Unit.Problem> problems) {
    if (!problems.isEmpty()) {
      Unit.Problem first = problems.getFirst();
      unanalysed.add(
          new Unanalysed(
              unit.source().file(),
              Math.max(1, first.line()),
              "file",
              "syntax error: " + first.message(),
              Borrowing.isIn(unit.text())));
    }
  }

  private void guarded(Function function) {
    try {
      scan(function);
    } catch (Walk.TooComplex e) {
      leave(function, "it has more paths than are followed");
    } catch (StackOverflowError e) {
      leave(function, "it is nested too deeply");
    } catch (RuntimeException e) {
      StackTraceElement[] trace = e.getStackTrace();
      leave(
          function,
          "the analysis ended with %s%s"
              .formatted(e.getClass().getSimpleName(), trace.length == 0 ? "" : " at " + trace[0]));
    }
  }

  private void scan(Function function) {
    Map<String, Finding> distinct = new LinkedHashMap<>();
    for (Site site : analysis.acquirers().in(function)) {
      sites++;
      Walk walk = analysis.walk(function, site.tree(), site.relation());
      boolean isGuess = false;
      List<Leak> leaks;
      try {
        leaks = Leak.of(walk, Exits.of(walk, State.initial()));
      } catch (Walk.TooComplex e) {
        isGuess = true;
        walk = analysis.forgetfulWalk(function, site.tree(), site.relation());
        leaks = Leak.of(walk, Exits.of(walk, State.initial()));
      }
      if (function.body() instanceof com.sun.source.tree.ExpressionTree) {
        leaks = ofExpression(leaks);
      }
      if (!leaks.isEmpty() && !Expected.toFail(unit, function, site)) {
        Finding finding = finding(walk, site, leaks, isGuess);
        distinct.putIfAbsent(finding.line() + " " + finding.pattern(), finding);
      }
    }
    for (Finding finding : distinct.values()) {
      boolean silenced = Suppressions.include(unit, function, finding);
      (silenced ? suppressed : findings).add(finding);
    }
  }

  /// A lambda that is an expression answers it.
  private static List<Leak> ofExpression(List<Leak> leaks) {
    return leaks.stream()
        .filter(leak -> leak.kind() != Leak.Kind.END || !leak.state().holders().isEmpty())
        .toList();
  }

  private Finding finding(Walk walk, Site site, List<Leak> leaks, boolean isGuess) {
    var verdicts = new Verdicts(walk, site, leaks);
    Leak shown = verdicts.shown();
    Pattern pattern = verdicts.pattern();
    Function function = walk.function();
    return new Finding(
        unit.source().file(),
        unit.line(site.tree()),
        function.name(),
        Routes.of(unit, function),
        pattern,
        site.resource(),
        isGuess && !walk.closes().isEmpty()
            ? Confidence.LOW // whether it is closed just then hangs on conditions
            : confidence(site, shown, pattern),
        shown.steps(),
        loss(shown),
        Origins.of(unit, function),
        unit.start(site.tree()),
        unit.end(site.tree()));
  }

  private static Confidence confidence(Site site, Leak shown, Pattern pattern) {
    if (!shown.isDeclared() || shown.has(State.Mark.EARLIER_CLOSE_IN_HELPER)) {
      return Confidence.LOW;
    }
    boolean inferred = pattern == Pattern.HANDED_OVER || pattern == Pattern.ESCAPED_TO_FIELD;
    return inferred && site.confidence() == Confidence.HIGH ? Confidence.MEDIUM : site.confidence();
  }

  private static String loss(Leak leak) {
    if (leak.has(State.Mark.EARLIER_CLOSE_IN_HELPER)) {
      return "an earlier close in the helper may throw";
    }
    Jump jump = leak.jump();
    if (jump != null && jump.thrown() != null) {
      return "%s may throw %s".formatted(jump.thrown().what(), jump.thrown().type());
    }
    return switch (leak.kind()) {
      case END, DROPPED -> "still open when the method ends";
      case RETURN -> "still open when the method returns";
      case REASSIGNED -> "its variable gets another value";
      case RETURNED_DEPENDENT -> "what is returned cannot close it";
      case FIELD -> "nothing closes the field it is kept in";
      case CONSTRUCTOR, THROW -> "an exception leaves the method";
    };
  }
}
