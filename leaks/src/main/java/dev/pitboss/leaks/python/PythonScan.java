package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.LanguageResult;
import dev.pitboss.leaks.model.Origin;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.Resource;
import dev.pitboss.leaks.model.ScanListener;
import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.Step;
import dev.pitboss.leaks.model.Unanalysed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// One scan: analyses the functions that may have to do with connections again and again, until
/// nothing more is learned about what they return.
final class PythonScan {
  /// A getter behind a getter behind a getter …
  private static final int MAX_ROUNDS = 6;

  private final Project project;
  private final Workers workers;
  private final ScanListener listener;
  private final Map<PyFunction, Analysed> results = new ConcurrentHashMap<>();

  /// Classes whose constructors cannot be analysed.
  private final Set<PyClass> unfollowed = ConcurrentHashMap.newKeySet();

  /// What is known of a function after its last analysis.
  private record Analysed(Summary summary, List<Finding> findings, int sites, boolean truncated) {}

  PythonScan(Project project, Workers workers, ScanListener listener) {
    this.project = project;
    this.workers = workers;
    this.listener = listener;
  }

  /// @param unanalysed what could not be read
  /// @param files sources read
  LanguageResult run(List<Unanalysed> unanalysed, int files) {
    List<PyFunction> all =
        project.modules().stream().flatMap(module -> module.functions().stream()).toList();
    List<Unanalysed> left = new ArrayList<>(unanalysed);
    Set<PyFunction> broken = broken(left);
    List<PyFunction> pending =
        all.parallelStream()
            .filter(function -> !broken.contains(function) && concerns(function))
            .toList();
    learnOwners(left);
    for (int round = 0; round < MAX_ROUNDS && !pending.isEmpty(); round++) {
      pending = round(pending, all, broken, left);
    }
    return result(all, left, files);
  }

  /// Analyses functions, and tells which must be analysed again for what was learned.
  private List<PyFunction> round(
      List<PyFunction> pending,
      List<PyFunction> all,
      Set<PyFunction> broken,
      List<Unanalysed> left) {
    Map<PyFunction, Analysed> fresh = new ConcurrentHashMap<>();
    workers.forEach(
        pending,
        function -> fresh.put(function, analyse(function)),
        (function, reason) -> {
          broken.add(function);
          left.add(unanalysed(function, reason, true));
        });
    Set<String> changed = new HashSet<>();
    Set<String> ending = new HashSet<>();
    fresh.forEach((function, analysed) -> {
      Analysed before = results.put(function, analysed);
      Summary known = before == null ? Summary.NOTHING : before.summary();
      boolean returns = !known.returned().equals(analysed.summary().returned());
      boolean stores =
          known.stored() != analysed.summary().stored()
              && Library.soundsLikeAcquirer(function.name());
      if (returns || stores) {
        changed.add(function.name());
      } else if (known.raises() != analysed.summary().raises()) {
        ending.add(function.name());
      }
      if (returns && function.isProperty()) {
        project.acquiringProperty(function.name());
      }
      project.summary(function, analysed.summary());
    });
    changed.addAll(learnOwners(left));
    return all.stream()
        .filter(function -> !broken.contains(function))
        .filter(function ->
            !Collections.disjoint(changed, function.words())
                || (hasSites(function) && !Collections.disjoint(ending, function.words())))
        .toList();
  }

  /// Names of the classes that are found to own a connection by what is known now.
  private Set<String> learnOwners(List<Unanalysed> left) {
    List<PyClass> classes =
        project.modules().stream()
            .flatMap(module -> module.classes().stream())
            .filter(type -> type.method("__init__") != null)
            .toList();
    Set<String> learned = ConcurrentHashMap.newKeySet();
    var isNew = new AtomicBoolean(true);
    // ends: each pass but the last adds a class
    while (isNew.getAndSet(false)) {
      workers.forEach(
          classes.stream().filter(type -> !unfollowed.contains(type)).toList(),
          type -> {
            if (project.learnOwner(type)) {
              learned.add(type.name());
              isNew.set(true);
            }
          },
          (type, reason) -> {
            unfollowed.add(type);
            PyFunction constructor = type.method("__init__");
            if (constructor != null) {
              left.add(unanalysed(constructor, reason, true));
            }
          });
    }
    return learned;
  }

  private boolean hasSites(PyFunction function) {
    Analysed analysed = results.get(function);
    return analysed != null && analysed.sites() > 0;
  }

  /// Whether a function may acquire, release or pass on a connection.
  private boolean concerns(PyFunction function) {
    if (!Collections.disjoint(project.acquiringNames(), function.words())) {
      return true;
    }
    String text = function.module().tree().text();
    return Library.HINT.matcher(text).region(function.node().from(), function.node().to()).find();
  }

  private boolean mayAcquire(PyFunction function) {
    var acquirers = new Acquirers(project);
    for (PyNode call : Exprs.calls(function.node())) {
      if (acquirers.of(call, function) != null
          || !acquirers.tuple(call, function).returned().isEmpty()) {
        return true;
      }
    }
    return function.own("attribute").stream()
        .anyMatch(attribute -> project.isAcquiringProperty(Exprs.lastName(attribute)));
  }

  private Analysed analyse(PyFunction function) {
    if (!mayAcquire(function)) {
      return new Analysed(Analysis.withoutAcquisition(function), List.of(), 0, false);
    }
    Run run = Analysis.losses(project, function);
    List<Finding> findings = new ArrayList<>();
    if (!run.isTruncated()) {
      Map<Site, List<Run.Leak>> bySite = new LinkedHashMap<>();
      run.leaks()
          .forEach(leak -> bySite.computeIfAbsent(leak.site(), _ -> new ArrayList<>()).add(leak));
      bySite.forEach((site, all) -> {
        List<Run.Leak> leaks = counted(site, all);
        if (!leaks.isEmpty() && isLoss(site, leaks)) {
          findings.add(finding(run, site, new Classifier(run).verdict(site, leaks)));
        }
      });
      run.kept().stream()
          .filter(kept -> !bySite.containsKey(kept.site()))
          .filter(this::isUnclosed)
          .forEach(kept -> findings.add(finding(run, kept.site(), kept(kept))));
    }
    return new Analysed(
        Analysis.summary(function, run), findings, run.sites().size(), run.isTruncated());
  }

  /// A session that is never closed loses no connection where its transaction ended. Where it is
  /// closed on another path, it is to be closed on all.
  private static List<Run.Leak> counted(Site site, List<Run.Leak> leaks) {
    return site.releases().isEmpty() ? leaks.stream().filter(each -> !each.idle()).toList() : leaks;
  }

  /// A function that opens, sets up and returns is a loss only where the set-up asks the database.
  private static boolean isLoss(Site site, List<Run.Leak> leaks) {
    return !site.is(Site.Mark.RETURNED)
        || leaks.stream()
            .anyMatch(leak ->
                leak.how() != Run.How.RAISE
                    || leak.cause() == Exit.Cause.DRIVER
                    || leak.cause() == Exit.Cause.CURSOR);
  }

  private boolean isUnclosed(Run.Kept kept) {
    PyNode object = kept.target().child("object");
    String owner = object == null ? "" : object.text();
    String field = Exprs.lastName(kept.target());
    if (project.closesAttribute(field)) {
      return false;
    }
    return switch (owner) {
      case "self", "cls" -> true;
      case "g" -> !project.hasTeardown();
      default -> false;
    };
  }

  private static Classifier.Verdict kept(Run.Kept kept) {
    String field = kept.target().text();
    List<Step> path = new ArrayList<>(Trail.since(kept.trail(), kept.site().id()));
    path.add(new Step(kept.target().line(), "kept in " + field));
    path.add(Step.end("never closed"));
    return new Classifier.Verdict(
        Pattern.ESCAPED_TO_FIELD,
        Confidence.MEDIUM,
        path,
        "no code of the sources closes " + field);
  }

  private static Finding finding(Run run, Site site, Classifier.Verdict verdict) {
    PyFunction function = run.function();
    return new Finding(
        function.module().source().file(),
        site.node().line(),
        function.toString(),
        "",
        verdict.pattern(),
        Resource.CONNECTION,
        verdict.confidence(),
        verdict.path(),
        verdict.loss(),
        Origins.of(function.module().source()),
        site.node().from(),
        site.node().to());
  }

  private LanguageResult result(List<PyFunction> all, List<Unanalysed> left, int files) {
    var routes = new Routes(project);
    List<Finding> findings = new ArrayList<>();
    List<Finding> suppressed = new ArrayList<>();
    int sites = 0;
    for (PyFunction function : all) {
      Analysed analysed = results.get(function);
      if (analysed == null) {
        continue;
      }
      sites += analysed.sites();
      if (analysed.truncated() && analysed.sites() > 0) {
        left.add(unanalysed(function, "it has too many paths to follow", true));
      }
      String route = analysed.findings().isEmpty() ? "" : routes.of(function);
      for (Finding finding : analysed.findings()) {
        Finding served = routed(finding, route);
        if (Suppression.isAt(function.module().tree(), finding)) {
          suppressed.add(served);
        } else {
          findings.add(served);
          listener.found(served);
        }
      }
    }
    findings.sort(Comparator.comparing(Finding::file).thenComparingInt(Finding::line));
    return new LanguageResult(
        findings,
        suppressed,
        left,
        files,
        all.size() - broken(new ArrayList<>()).size(),
        sites,
        List.of());
  }

  private static Finding routed(Finding finding, String route) {
    return new Finding(
        finding.file(),
        finding.line(),
        finding.function(),
        route,
        finding.pattern(),
        finding.resource(),
        finding.confidence(),
        finding.path(),
        finding.loss(),
        finding.origin(),
        finding.from(),
        finding.to());
  }

  /// Functions with a syntax error inside, and the errors outside of any function.
  private Set<PyFunction> broken(List<Unanalysed> left) {
    Set<PyFunction> broken = ConcurrentHashMap.newKeySet();
    for (PyModule module : project.modules()) {
      boolean listed = false;
      for (PyNode error : module.tree().errors()) {
        PyFunction inside = innermost(module, error);
        if (inside != null) {
          if (broken.add(inside)) {
            left.add(
                unanalysed(inside, "syntax error in line " + error.line(), borrows(inside.node())));
          }
        } else if (!listed) {
          listed = true;
          left.add(
              new Unanalysed(
                  module.source().file(),
                  error.line(),
                  "code outside of functions",
                  "syntax error in line " + error.line(),
                  borrows(error)));
        }
      }
    }
    return broken;
  }

  private static @org.jspecify.annotations.Nullable PyFunction innermost(
      PyModule module, PyNode node) {
    PyFunction found = null;
    for (PyFunction function : module.functions()) {
      if (function.node().from() <= node.from() && node.to() <= function.node().to()) {
        found = function;
      }
    }
    return found;
  }

  private static boolean borrows(PyNode node) {
    return Library.BORROWS.matcher(node.text()).find();
  }

  private static Unanalysed unanalysed(PyFunction function, String reason, boolean borrows) {
    return new Unanalysed(
        function.module().source().file(),
        function.node().line(),
        "function " + function,
        reason,
        borrows);
  }

  /// Main code or test code, by where a source stands.
  static final class Origins {
    private Origins() {}

    static Origin of(SourceFile source) {
      String path = "/" + source.file().toString().replace('\\', '/');
      boolean test =
          path.matches(
              "(?i).*(/tests?/|/testing/|/test_[^/]*$|_tests?\\.py$|/conftest\\.py$|/tests\\.py$).*");
      return test ? Origin.TEST : Origin.MAIN;
    }
  }

  /// `# pitboss: ignore` on the line of the acquisition.
  static final class Suppression {
    private static final java.util.regex.Pattern COMMENT =
        java.util.regex.Pattern.compile("#.*\\b(pitboss:\\s*ignore|noqa:\\s*pitboss)\\b");

    private Suppression() {}

    static boolean isAt(PyTree tree, Finding finding) {
      int from = tree.lines().start(finding.line());
      int to = tree.lines().end(tree.lines().line(Math.max(finding.from(), finding.to() - 1)));
      return COMMENT.matcher(tree.text().substring(from, to)).find();
    }
  }
}
