package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.LanguageResult;
import dev.pitboss.leaks.model.MendedSource;
import dev.pitboss.leaks.model.ScanListener;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.SourceLanguage;
import dev.pitboss.leaks.model.Style;
import dev.pitboss.leaks.model.Unanalysed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Python: drivers of the DB-API, their pools, asyncpg and its like, SQLAlchemy, and functions of
/// the sources that hand connections on. Thread-safe.
public final class PythonLanguage implements SourceLanguage {
  /// Larger sources are generated; their trees would take the memory of a thousand others.
  private static final int MAX_CHARACTERS = 4 << 20;

  private volatile @Nullable Project scanned;

  /// With the built-in knowledge.
  public PythonLanguage() {}

  @Override
  public String name() {
    return "Python";
  }

  @Override
  public boolean reads(String fileName) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    return lower.endsWith(".py") || lower.endsWith(".pyw");
  }

  @Override
  public LanguageResult scan(
      List<SourceFile> sources, ScanSettings settings, ScanListener listener) {
    PyParser parser;
    Models models;
    try {
      parser = PyParser.load();
      models = Models.of(settings);
    } catch (PyParser.Unavailable | IOException e) {
      return new LanguageResult(
          List.of(), List.of(), List.of(), 0, 0, 0, List.of(String.valueOf(e.getMessage())));
    }
    var unanalysed = new ConcurrentLinkedQueue<Unanalysed>();
    var modules = new ConcurrentLinkedQueue<PyModule>();
    var workers = new Workers();
    workers.forEach(
        sources,
        source -> {
          PyModule module = read(source, parser, models, unanalysed);
          if (module != null) {
            modules.add(module);
          }
          listener.read(source);
        },
        (source, reason) -> unanalysed.add(file(source, reason)));
    List<PyModule> sorted = new ArrayList<>(modules);
    sorted.sort(Comparator.comparing(module -> module.source().file()));
    var project = new Project(sorted, models.acquirers(), models.releasers());
    scanned = project;
    int unread = (int) unanalysed.stream().map(Unanalysed::file).distinct().count();
    return new PythonScan(project, workers, listener)
        .run(new ArrayList<>(unanalysed), sources.size() - unread);
  }

  private static Unanalysed file(SourceFile source, String reason) {
    return new Unanalysed(source.file(), 1, "file", reason, true);
  }

  /// The module, or null when nothing in it has to do with connections or it cannot be read.
  private static @Nullable PyModule read(
      SourceFile source, PyParser parser, Models models, Queue<Unanalysed> unanalysed) {
    String text;
    try {
      text = source.read().text();
    } catch (IOException e) {
      String reason = e.getClass().getSimpleName().replace("Exception", "");
      unanalysed.add(file(source, "cannot be read: " + reason));
      return null;
    }
    if (text.length() > MAX_CHARACTERS) {
      unanalysed.add(file(source, "it is larger than %,d characters".formatted(MAX_CHARACTERS)));
      return null;
    }
    if (text.indexOf('\0') >= 0) {
      unanalysed.add(file(source, "it is not text"));
      return null;
    }
    return concerns(source, text, models) ? new PyModule(source, parser.parse(text)) : null;
  }

  private static boolean concerns(SourceFile source, String text, Models models) {
    return Library.HINT.matcher(text).find()
        || source.name().startsWith("urls")
        || models.acquirers().stream().anyMatch(text::contains);
  }

  @Override
  public MendedSource mend(
      SourceFile source, String text, List<Finding> findings, ScanSettings settings, Style style) {
    try {
      PyParser parser = PyParser.load();
      Project known = scanned;
      Project project = known == null ? alone(source, text, parser, settings) : known;
      return new Mender(parser, project, source, style).mend(text, findings);
    } catch (PyParser.Unavailable | IOException e) {
      Map<Finding, String> refused = new LinkedHashMap<>();
      findings.forEach(finding -> refused.put(finding, String.valueOf(e.getMessage())));
      return new MendedSource(text, Set.of(), refused);
    }
  }

  /// What is known from one source, when no tree was scanned.
  private static Project alone(
      SourceFile source, String text, PyParser parser, ScanSettings settings) throws IOException {
    Models models = Models.of(settings);
    var module = new PyModule(source, parser.parse(text));
    var project = new Project(List.of(module), models.acquirers(), models.releasers());
    new PythonScan(project, new Workers(), ScanListener.SILENT).run(List.of(), 1);
    return project;
  }
}
