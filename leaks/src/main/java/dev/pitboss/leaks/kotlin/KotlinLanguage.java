package dev.pitboss.leaks.kotlin;

import dev.pitboss.leaks.java.flow.Borrowing;
import dev.pitboss.leaks.java.flow.Library;
import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.LanguageResult;
import dev.pitboss.leaks.model.MendedSource;
import dev.pitboss.leaks.model.Origin;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.Resource;
import dev.pitboss.leaks.model.ScanListener;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.SourceLanguage;
import dev.pitboss.leaks.model.Style;
import dev.pitboss.leaks.model.Unanalysed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.treesitter.TSParser;

/// Kotlin: connections of data sources and `DriverManager`, `use` and its absence, `finally`, scope
/// functions, and the sources' own functions that hand connections on or close them. A use that is
/// not followed is listed, never taken as clean. Not thread-safe.
public final class KotlinLanguage implements SourceLanguage {
  /// Larger sources are generated.
  private static final int MAX_CHARACTERS = 2 << 20;

  /// Acquirers of acquirers are looked for so often.
  private static final int MAX_ROUNDS = 4;

  private final List<Finding> findings = new ArrayList<>();
  private final List<Finding> suppressed = new ArrayList<>();
  private final List<Unanalysed> unanalysed = new ArrayList<>();
  private int functionCount;
  private int sites;

  @Override
  public String name() {
    return "Kotlin";
  }

  @Override
  public boolean reads(String fileName) {
    return fileName.endsWith(".kt");
  }

  @Override
  public LanguageResult scan(
      List<SourceFile> sources, ScanSettings settings, ScanListener listener) {
    findings.clear();
    suppressed.clear();
    unanalysed.clear();
    functionCount = 0;
    sites = 0;
    List<String> failures = new ArrayList<>();
    try {
      Library library = Library.of(settings.models(), settings.acquirers());
      Map<SourceFile, KtNode> roots = parsed(sources, KtParser.open(), settings);
      scan(roots, library);
    } catch (KtParser.Unavailable | Library.BadModel e) {
      failures.add(String.valueOf(e.getMessage()));
    }
    sources.forEach(listener::read);
    findings.forEach(listener::found);
    int unread = (int) unanalysed.stream().filter(each -> each.part().equals("file")).count();
    return new LanguageResult(
        findings, suppressed, unanalysed, sources.size() - unread, functionCount, sites, failures);
  }

  /// Sources that neither name a connection nor an acquirer are counted, but not parsed.
  private Map<SourceFile, KtNode> parsed(
      List<SourceFile> sources, TSParser parser, ScanSettings settings) {
    Map<SourceFile, KtNode> roots = new LinkedHashMap<>();
    for (SourceFile source : sources) {
      try {
        String text = source.read().text();
        if (text.length() > MAX_CHARACTERS) {
          leave(source, 1, "file", "it is larger than 2 M characters", Borrowing.isIn(text));
          continue;
        }
        KtNode root = KtParser.parse(parser, text);
        roots.put(source, root);
        functionCount +=
            root.find(each -> each.is("function_declaration", "anonymous_initializer")).size();
        for (KtNode error : root.find(each -> each.is("ERROR"))) {
          KtNode around = error.enclosing("function_declaration");
          KtNode part = around == null ? root : around;
          leave(
              source,
              error.line(),
              around == null ? "file" : "function " + Functions.name(around),
              "syntax error",
              mayAcquire(part.text(), settings));
        }
      } catch (IOException | RuntimeException e) {
        leave(source, 1, "file", "cannot be read: " + e, true);
      }
    }
    return roots;
  }

  private static boolean mayAcquire(String text, ScanSettings settings) {
    return Borrowing.isIn(text)
        || text.matches("(?s).*\\.connection\\b.*")
        || settings.acquirers().stream().anyMatch(text::contains);
  }

  private void leave(SourceFile source, int line, String part, String reason, boolean borrows) {
    unanalysed.add(new Unanalysed(source.file(), line, part, reason, borrows));
  }

  private void scan(Map<SourceFile, KtNode> roots, Library library) {
    var functions = new Functions();
    roots.values().forEach(functions::add);
    for (int i = 0; i < MAX_ROUNDS; i++) {
      int before = functions.acquirers().size();
      roots.values().forEach(root -> findAcquirers(root, library, functions));
      if (functions.acquirers().size() == before) {
        break;
      }
    }
    roots.forEach((source, root) -> {
      for (Sites.Site site : new Sites(root, library, functions.acquirers()).in(root)) {
        sites++;
        judge(source, site, functions);
      }
    });
  }

  private static void findAcquirers(KtNode root, Library library, Functions functions) {
    for (Sites.Site site : new Sites(root, library, functions.acquirers()).in(root)) {
      KtNode function = site.node().enclosing("function_declaration", "lambda_literal");
      boolean answers =
          function != null
              && function.is("function_declaration")
              && site.confidence() != Confidence.LOW
              && new Judge(functions, site.node()).verdict() instanceof Judge.Verdict.Returned;
      if (answers && function != null && !Functions.name(function).isEmpty()) {
        functions.acquirers().add(Functions.name(function));
      }
    }
  }

  private void judge(SourceFile source, Sites.Site site, Functions functions) {
    KtNode node = site.node();
    KtNode function =
        node.enclosing("function_declaration", "class_declaration", "object_declaration");
    String title = title(source, function);
    switch (new Judge(functions, node).verdict()) {
      case Judge.Verdict.Clean(), Judge.Verdict.Returned() -> {
        // closed, or the caller's
      }
      case Judge.Verdict.Unknown(String reason) ->
          leave(source, node.line(), "function " + title, reason, true);
      case Judge.Verdict.Lost lost -> {
        Finding finding =
            new Finding(
                source.file(),
                node.line(),
                title,
                "",
                lost.pattern(),
                Resource.CONNECTION,
                confidence(site, lost.pattern()),
                lost.path(),
                lost.loss(),
                isTest(source) ? Origin.TEST : Origin.MAIN,
                node.from(),
                node.to());
        (isSilenced(node) ? suppressed : findings).add(finding);
      }
    }
  }

  private static String title(SourceFile source, @org.jspecify.annotations.Nullable KtNode around) {
    if (around == null) {
      return source.name();
    }
    KtNode type = around.ofType("type_identifier");
    return around.is("function_declaration") || type == null ? Functions.name(around) : type.text();
  }

  private static Confidence confidence(Sites.Site site, Pattern pattern) {
    boolean isInferred = pattern == Pattern.HANDED_OVER || pattern == Pattern.ESCAPED_TO_FIELD;
    return isInferred && site.confidence() == Confidence.HIGH
        ? Confidence.MEDIUM
        : site.confidence();
  }

  private static boolean isTest(SourceFile source) {
    return source.file().toString().replace('\\', '/').matches("(?i)(?:.*/)?(?:\\w*test\\w*)/.*");
  }

  /// `// pitboss: ignore` on the line or the one before.
  private static boolean isSilenced(KtNode node) {
    KtNode root = node.enclosing("source_file");
    List<String> lines = root == null ? List.of() : root.text().lines().toList();
    int first = root == null ? 1 : root.line();
    for (int at = node.line() - first; at >= node.line() - first - 1 && at >= 0; at--) {
      if (at < lines.size() && lines.get(at).contains("pitboss: ignore")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public MendedSource mend(
      SourceFile source, String text, List<Finding> findings, ScanSettings settings, Style style) {
    Map<Finding, String> refused = new LinkedHashMap<>();
    findings.forEach(each -> refused.put(each, "Kotlin is not mended"));
    return new MendedSource(text, Set.of(), refused);
  }
}
