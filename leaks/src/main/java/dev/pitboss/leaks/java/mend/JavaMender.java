package dev.pitboss.leaks.java.mend;

import dev.pitboss.leaks.java.flow.Analysis;
import dev.pitboss.leaks.java.flow.Library;
import dev.pitboss.leaks.java.flow.SiteFacts;
import dev.pitboss.leaks.java.flow.SourceScan;
import dev.pitboss.leaks.java.source.Project;
import dev.pitboss.leaks.java.source.Unit;
import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.MendedSource;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.Resource;
import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.Style;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Mends the findings of one source, the last first so that the others stay where they are. Each
/// mend is scanned again before it is kept: one that leaves the finding, brings another or cannot
/// be parsed is undone.
public final class JavaMender {
  private static final Map<Pattern, String> DECISIONS = new EnumMap<>(Pattern.class);

  static {
    DECISIONS.put(Pattern.ESCAPED_TO_FIELD, "a field keeps it: its class has to close it");
    DECISIONS.put(Pattern.ESCAPED_TO_LAMBDA, "a lambda or thread uses it later");
    DECISIONS.put(Pattern.HANDED_OVER, "an object keeps it that may need it open");
    DECISIONS.put(Pattern.LIST_BUILT_PARTLY, "a collection keeps it");
    DECISIONS.put(Pattern.CONSTRUCTOR_THROWS, "the object keeps it when the constructor ends well");
    DECISIONS.put(Pattern.RETURNED_DEPENDENT, "what is returned needs it open");
  }

  private final Project project;
  private final Library library;
  private final SourceFile source;
  private final Style style;
  private final boolean statements;
  private final Set<Finding> mended = new LinkedHashSet<>();
  private final Map<Finding, String> refused = new LinkedHashMap<>();

  /// @param project that has the source
  public JavaMender(
      Project project, Library library, SourceFile source, Style style, boolean statements) {
    this.project = project;
    this.library = library;
    this.source = source;
    this.style = style;
    this.statements = statements;
  }

  /// Mends what can be mended. The project is afterwards as before.
  public MendedSource mend(String text, List<Finding> findings) {
    String current = text;
    Map<String, Integer> open = counts();
    List<Finding> last =
        findings.stream().sorted(Comparator.comparingInt(Finding::from).reversed()).toList();
    try {
      for (Finding finding : last) {
        current = one(current, finding, open);
      }
      // one mend may do for two findings
      for (Finding finding : last) {
        if (refused.containsKey(finding) && open.getOrDefault(finding.function(), 0) == 0) {
          refused.remove(finding);
          mended.add(finding);
        }
      }
    } finally {
      project.replace(source, text);
    }
    return new MendedSource(current, mended, refused);
  }

  private String one(String current, Finding finding, Map<String, Integer> open) {
    String reason;
    if (finding.resource() != Resource.CONNECTION) {
      reason = "only connections are mended";
    } else if (DECISIONS.containsKey(finding.pattern())) {
      reason = DECISIONS.getOrDefault(finding.pattern(), "");
    } else {
      try {
        project.replace(source, current);
        Unit unit = project.unit(source);
        SiteFacts facts = facts(finding);
        Place place = Place.of(unit, finding.from(), finding.to());
        String changed = new Fixer(unit, place, finding.pattern(), style, facts.closes()).text();
        reason = objection(unit, changed, finding, open);
        if (reason.isEmpty()) {
          mended.add(finding);
          return changed;
        }
      } catch (Refusal e) {
        reason = String.valueOf(e.getMessage());
      }
    }
    project.replace(source, current);
    refused.put(finding, reason);
    return current;
  }

  private SiteFacts facts(Finding finding) throws Refusal {
    Analysis analysis = new Analysis(project, library, statements);
    SiteFacts facts =
        SiteFacts.of(analysis, source, finding.from(), finding.to())
            .orElseThrow(() -> new Refusal("the source has changed since it was scanned"));
    if (facts.isHandedOn()) {
      throw new Refusal(
          "it is handed on when nothing fails; only where something fails it is lost");
    }
    return facts;
  }

  private String objection(
      Unit before, String changed, Finding finding, Map<String, Integer> open) {
    project.replace(source, changed);
    if (project.unit(source).problems().size() > before.problems().size()) {
      return "the mended source would not compile";
    }
    Map<String, Integer> now = counts();
    String function = finding.function();
    int there = open.getOrDefault(function, 0);
    boolean worse =
        now.entrySet().stream()
            .anyMatch(entry ->
                !entry.getKey().equals(function)
                    && entry.getValue() > open.getOrDefault(entry.getKey(), 0));
    if (worse || now.getOrDefault(function, 0) >= there) {
      return "the usual mend would not close it on each path";
    }
    open.clear();
    open.putAll(now);
    return "";
  }

  /// How many findings each function of the source has.
  private Map<String, Integer> counts() {
    Map<String, Integer> counts = new HashMap<>();
    SourceScan.of(new Analysis(project, library, statements), source)
        .findings()
        .forEach(each -> counts.merge(each.function(), 1, Integer::sum));
    return counts;
  }
}
