package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.MendedSource;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.Style;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Mends findings of one source, one after the other, and analyses each function again: a mend that
/// does not end the loss, closes twice or uses what is closed is not kept.
final class Mender {
  private final PyParser parser;
  private final Project project;
  private final SourceFile source;
  private final Style style;

  Mender(PyParser parser, Project project, SourceFile source, Style style) {
    this.parser = parser;
    this.project = project;
    this.source = source;
    this.style = style;
  }

  /// A finding and where it is in the text so far.
  private record Place(Finding finding, int from, int to) {}

  MendedSource mend(String text, List<Finding> findings) {
    String now = text;
    Set<Finding> mended = new HashSet<>();
    Map<Finding, String> refused = new LinkedHashMap<>();
    List<Place> places = new ArrayList<>();
    findings.forEach(finding -> places.add(new Place(finding, finding.from(), finding.to())));
    places.sort(Comparator.comparingInt(Place::from).reversed());
    while (!places.isEmpty()) {
      Place place = places.removeFirst();
      try {
        Change change = one(now, place);
        now = change.text;
        mended.add(place.finding);
        places.replaceAll(other ->
            new Place(
                other.finding,
                change.edits.moved(other.from),
                change.edits.moved(other.to - 1) + 1));
      } catch (Refused e) {
        refused.put(place.finding, e.reason());
      }
    }
    return new MendedSource(now, mended, refused);
  }

  private record Change(String text, SourceEdits edits) {}

  private Change one(String text, Place place) throws Refused {
    checkPattern(place.finding.pattern());
    var module = new PyModule(source, parser.parse(text));
    PyFunction function = function(module, place.from, place.to);
    if (function == null) {
      throw new Refused("the source has changed since the scan");
    }
    Run before = Analysis.losses(project, function);
    Site site =
        before.sites().stream()
            .filter(other -> other.node().from() == place.from && other.node().to() == place.to)
            .findFirst()
            .orElseThrow(() -> new Refused("the source has changed since the scan"));
    checkSite(site);
    var edits = new SourceEdits(module.tree());
    var imports = new Imports(module, edits);
    if (isAssigned(site)) {
      var borrowing = Borrowing.of(function, site, place.finding.pattern());
      new MendPlan(project, borrowing, edits, imports).make(style);
    } else {
      new NestedPlan(function, site, edits, imports).make(place.finding.pattern(), style);
    }
    String changed = edits.apply();
    verify(changed, module, before, edits.moved(function.node().from()));
    return new Change(changed, edits);
  }

  private static void checkPattern(Pattern pattern) throws Refused {
    switch (pattern) {
      case ESCAPED_TO_FIELD ->
          throw new Refused("the connection is kept in a field: its owner has to close it");
      case ESCAPED_TO_LAMBDA ->
          throw new Refused("the connection goes to other code, which has to close it");
      case RETURNED_DEPENDENT -> throw new Refused("what is returned needs the open connection");
      case LIST_BUILT_PARTLY ->
          throw new Refused("the connections are collected: all of them have to be closed");
      case WRONG_SCOPE ->
          throw new Refused(
              "the variable that is closed is another one: which is meant is a decision");
      case CONDITIONAL_CLOSE ->
          throw new Refused("the close depends on a condition: when to keep it open is a decision");
      case NEVER_CLOSED,
          RESULT_DISCARDED,
          CLOSE_NOT_IN_FINALLY,
          EARLY_RETURN,
          SWITCH_BRANCH,
          CLOSE_ONLY_IN_TRY,
          REASSIGNED,
          ANONYMOUS_CHAIN,
          GAP_BEFORE_TRY,
          EARLIER_CLOSE_THROWS,
          HANDED_OVER,
          CONSTRUCTOR_THROWS,
          CLOSED_BY_THE_WRONG_OWNER,
          WRONG_RELEASE,
          GENERATOR,
          CLOSE_ONLY_IN_EXCEPT,
          WITH_DOES_NOT_CLOSE,
          CURSOR_ONLY -> {
        // an edit can do
      }
    }
  }

  private static void checkSite(Site site) throws Refused {
    if (site.is(Site.Mark.RETURNED)) {
      throw new Refused("the connection is returned where nothing fails: its caller closes it");
    }
    if (site.is(Site.Mark.DEPENDENT_RETURNED)) {
      throw new Refused("what is returned needs the open connection");
    }
    if (site.is(Site.Mark.HANDED_TO_THREAD)) {
      throw new Refused("the connection goes to other code, which has to close it");
    }
  }

  private static boolean isAssigned(Site site) {
    PyNode around = site.node().parent();
    PyNode inner = site.node();
    while (around != null
        && around.is("await", "parenthesized_expression", "argument_list", "call")) {
      boolean handedThrough =
          !around.is("call") || Library.runsCoroutine(Exprs.lastName(around.child("function")));
      if (!handedThrough) {
        return false;
      }
      inner = around;
      around = around.parent();
    }
    return around != null && around.is("assignment") && around.child("right") == inner;
  }

  private static @Nullable PyFunction function(PyModule module, int from, int to) {
    PyFunction found = null;
    for (PyFunction function : module.functions()) {
      if (function.node().from() <= from && to <= function.node().to()) {
        found = function;
      }
    }
    return found;
  }

  private void verify(String changed, PyModule old, Run before, int start) throws Refused {
    var module = new PyModule(source, parser.parse(changed));
    PyFunction function =
        module.functions().stream()
            .filter(other -> other.node().from() == start)
            .findFirst()
            .orElseThrow(() -> new Refused("the mend could not be verified"));
    Run after = Analysis.losses(project, function);
    boolean broken = module.tree().errors().size() > old.tree().errors().size();
    long lostBefore = before.leaks().stream().map(Run.Leak::site).distinct().count();
    long lostAfter = after.leaks().stream().map(Run.Leak::site).distinct().count();
    if (broken || after.isTruncated()) {
      throw new Refused("the mend could not be verified");
    }
    if (lostAfter >= lostBefore) {
      throw new Refused("a finally around the uses of the connection would not end the loss");
    }
    if (after.doubleCloses().size() > before.doubleCloses().size()) {
      throw new Refused("the connection would be closed twice");
    }
    if (after.usesAfterClose().size() > before.usesAfterClose().size()) {
      throw new Refused("the connection would be used after its close");
    }
  }
}
