package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Names the mistake behind the losses of one acquisition.
final class Classifier {
  private final Run run;

  Classifier(Run run) {
    this.run = run;
  }

  /// @param loss how it gets lost, in words
  record Verdict(Pattern pattern, Confidence confidence, List<Step> path, String loss) {}

  /// @param leaks of one site, at least one
  Verdict verdict(Site site, List<Run.Leak> leaks) {
    Run.Leak shown = shown(leaks);
    Pattern pattern = pattern(site, leaks, shown);
    List<Step> path = new ArrayList<>(Trail.since(shown.trail(), site.id()));
    if (path.isEmpty()) {
      path.add(new Step(site.node().line(), "taken"));
    }
    path.add(Step.end(pattern == Pattern.WRONG_RELEASE ? "never given back" : "never closed"));
    return new Verdict(pattern, confidence(site, pattern, shown), path, loss(shown));
  }

  /// The loss that says most: without an exception before with one.
  private static Run.Leak shown(List<Run.Leak> leaks) {
    return leaks.stream()
        .min(Comparator.comparingInt(Classifier::rank).thenComparingInt(leak -> leak.node().line()))
        .orElseThrow();
  }

  private static int rank(Run.Leak leak) {
    boolean thrown = throwsBefore(leak);
    return switch (leak.how()) {
      case REASSIGNED -> 0;
      case RETURN, END -> thrown ? 3 : 1;
      case WRONGLY_CLOSED -> 2;
      case RAISE -> leak.cause() == Exit.Cause.DRIVER ? 4 : 5;
    };
  }

  private static boolean throwsBefore(Run.Leak leak) {
    return Trail.since(leak.trail(), leak.site().id()).stream()
        .anyMatch(step -> step.event().equals("caught"));
  }

  private Pattern pattern(Site site, List<Run.Leak> leaks, Run.Leak shown) {
    if (leaks.stream().allMatch(leak -> leak.how() == Run.How.WRONGLY_CLOSED)) {
      return Pattern.WRONG_RELEASE;
    }
    if (site.releases().isEmpty()) {
      return withoutRelease(site, leaks, shown);
    }
    if (shown.how() == Run.How.REASSIGNED) {
      return Pattern.REASSIGNED;
    }
    if (shown.how() == Run.How.WRONGLY_CLOSED) {
      return Pattern.WRONG_RELEASE;
    }
    if (site.releases().stream().allMatch(release -> within(release, "except_clause"))) {
      return Pattern.CLOSE_ONLY_IN_EXCEPT;
    }
    if (site.is(Site.Mark.COLLECTED)) {
      return Pattern.LIST_BUILT_PARTLY;
    }
    return rank(shown) <= 1 ? regular(site, shown) : thrown(site, leaks);
  }

  private Pattern withoutRelease(Site site, List<Run.Leak> leaks, Run.Leak shown) {
    if (site.is(Site.Mark.WITH_DOES_NOT_CLOSE)) {
      return Pattern.WITH_DOES_NOT_CLOSE;
    }
    boolean wrong = leaks.stream().anyMatch(leak -> leak.how() == Run.How.WRONGLY_CLOSED);
    if (wrong) {
      return Pattern.WRONG_RELEASE;
    }
    PyNode around = around(site.node());
    if (around != null && around.is("attribute")) {
      return Pattern.ANONYMOUS_CHAIN;
    }
    if (around != null && around.is("expression_statement")) {
      return Pattern.RESULT_DISCARDED;
    }
    if (site.is(Site.Mark.DEPENDENT_RETURNED)) {
      return Pattern.RETURNED_DEPENDENT;
    }
    if (site.is(Site.Mark.HANDED_TO_THREAD)) {
      return Pattern.ESCAPED_TO_LAMBDA;
    }
    if (closedElsewhere(site)) {
      return Pattern.WRONG_SCOPE;
    }
    boolean kept =
        leaks.stream().anyMatch(leak -> leak.how() == Run.How.END || leak.how() == Run.How.RETURN);
    if (shown.how() == Run.How.REASSIGNED && !kept) {
      return Pattern.REASSIGNED;
    }
    if (site.is(Site.Mark.RETURNED)) {
      // returned where nothing fails
      return leaks.stream().allMatch(leak -> leak.how() == Run.How.RAISE)
          ? Pattern.CLOSE_NOT_IN_FINALLY
          : Pattern.EARLY_RETURN;
    }
    if (site.is(Site.Mark.CURSOR_CLOSED)) {
      return Pattern.CURSOR_ONLY;
    }
    return around != null && around.is("argument_list") && site.names().isEmpty()
        ? Pattern.HANDED_OVER
        : Pattern.NEVER_CLOSED;
  }

  private static @Nullable PyNode around(PyNode node) {
    PyNode around = node.parent();
    while (around != null && around.is("await", "parenthesized_expression")) {
      around = around.parent();
    }
    return around;
  }

  private static boolean within(PyNode node, String type) {
    PyNode found = node.enclosing(inner -> inner.is(type) || inner.is("function_definition"));
    return found != null && found.is(type);
  }

  /// A path without an exception that does not close.
  private Pattern regular(Site site, Run.Leak leak) {
    for (PyNode release : site.releases()) {
      PyNode branch =
          release.enclosing(
              inner -> inner.is("if_statement", "case_clause", "function_definition"));
      if (branch != null && branch.is("case_clause")) {
        return Pattern.SWITCH_BRANCH;
      }
    }
    boolean passed = site.releases().stream().anyMatch(release -> isPassed(release, leak.node()));
    if (passed) {
      return Pattern.CONDITIONAL_CLOSE;
    }
    boolean later =
        site.releases().stream().anyMatch(release -> release.from() > leak.node().from());
    if (leak.how() == Run.How.RETURN && later) {
      return Pattern.EARLY_RETURN;
    }
    if (closedElsewhere(site)) {
      return Pattern.WRONG_SCOPE;
    }
    boolean conditional =
        site.releases().stream().anyMatch(release -> within(release, "if_statement"));
    return conditional
        ? Pattern.CONDITIONAL_CLOSE
        : leak.how() == Run.How.RETURN ? Pattern.EARLY_RETURN : Pattern.CLOSE_ONLY_IN_TRY;
  }

  /// Whether a way out runs through the `finally` a release stands in.
  private static boolean isPassed(PyNode release, PyNode exit) {
    PyNode clause = release.enclosing(inner -> inner.is("finally_clause", "function_definition"));
    PyNode statement = clause == null ? null : clause.parent();
    return clause != null
        && clause.is("finally_clause")
        && statement != null
        && exit.isInside(statement)
        && !exit.isInside(clause);
  }

  private Pattern thrown(Site site, List<Run.Leak> leaks) {
    for (Run.Leak leak : leaks) {
      if (leak.node().is("yield")) {
        return Pattern.GENERATOR;
      }
    }
    List<PyNode> inFinally =
        site.releases().stream().filter(release -> within(release, "finally_clause")).toList();
    if (inFinally.isEmpty()) {
      boolean inWith =
          site.releases().stream()
              .allMatch(release -> release.is("as_pattern") || within(release, "with_item"));
      return inWith ? Pattern.GAP_BEFORE_TRY : Pattern.CLOSE_NOT_IN_FINALLY;
    }
    for (Run.Leak leak : leaks) {
      for (PyNode release : inFinally) {
        PyNode clause = release.enclosing(inner -> inner.is("finally_clause"));
        PyNode statement = clause == null ? null : clause.parent();
        if (clause != null && thrower(leak, site).isInside(clause)) {
          return Pattern.EARLIER_CLOSE_THROWS;
        }
        if (statement != null && thrower(leak, site).to() <= statement.from()) {
          return Pattern.GAP_BEFORE_TRY;
        }
      }
    }
    return Pattern.CLOSE_NOT_IN_FINALLY;
  }

  private static PyNode thrower(Run.Leak leak, Site site) {
    return leak.node().is("function_definition") ? site.node() : leak.node();
  }

  /// Whether a variable of the same name in the function around, or in the module, is closed, which
  /// is not the one that was assigned.
  private boolean closedElsewhere(Site site) {
    PyFunction function = run.function();
    for (String name : site.names()) {
      if (function.isGlobal(name) || function.isNonlocal(name) || name.contains(".")) {
        continue;
      }
      PyFunction outer = function.outer();
      if (outer != null
          && outer.assigned().contains(name)
          && closes(outer.node(), name, function.node())) {
        return true;
      }
      boolean global =
          function.module().tree().root().children().stream()
              .anyMatch(
                  statement -> statement.is("expression_statement") && assigns(statement, name));
      if (global
          && function.module().functions().stream()
              .anyMatch(other ->
                  other.isGlobal(name)
                      || (!other.assigned().contains(name) && !other.parameters().contains(name)))
          && closes(function.module().tree().root(), name, function.node())) {
        return true;
      }
    }
    return false;
  }

  private static boolean assigns(PyNode statement, String name) {
    PyNode inner = statement.first();
    PyNode left = inner == null ? null : inner.child("left");
    return left != null && left.text().equals(name);
  }

  private static boolean closes(PyNode where, String name, PyNode except) {
    return !where
        .find(
            inner ->
                inner.is("call")
                    && Library.soundsLikeReleaser(Exprs.lastName(inner.child("function")))
                    && inner.find(use -> Exprs.isUseOf(use, name)).size() > 0,
            inner -> inner == except)
        .isEmpty();
  }

  private Confidence confidence(Site site, Pattern pattern, Run.Leak shown) {
    Confidence base = site.kind().confidence();
    boolean handed = site.is(Site.Mark.UNSURE) && site.releases().isEmpty();
    boolean rare = shown.how() == Run.How.RAISE && shown.cause() != Exit.Cause.DRIVER;
    boolean process = run.function().name().equals("main") && shown.how() == Run.How.RAISE;
    Confidence limit =
        process
            ? Confidence.LOW
            : handed || rare || pattern == Pattern.WRONG_RELEASE
                ? Confidence.MEDIUM
                : Confidence.HIGH;
    return base.compareTo(limit) > 0 ? base : limit;
  }

  private static String loss(Run.Leak leak) {
    return switch (leak.how()) {
      case END -> "still open when the function ends";
      case RETURN -> "still open when line " + leak.node().line() + " leaves the function";
      case RAISE -> Exprs.shortened(leak.node()) + " may raise in line " + leak.node().line();
      case REASSIGNED -> "its last reference is overwritten in line " + leak.node().line();
      case WRONGLY_CLOSED -> "its pool does not get it back";
    };
  }
}
