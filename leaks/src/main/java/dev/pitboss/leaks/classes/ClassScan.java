package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.JavaLanguage;
import dev.pitboss.leaks.java.flow.Library;
import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.LanguageResult;
import dev.pitboss.leaks.model.Origin;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.ScanListener;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.Unanalysed;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/// Finds where compiled classes lose connections: for programs whose sources are not at hand.
///
/// A resource is followed through the byte code of each method as it is through the source: the
/// same model of libraries, the same relations, the same names for mistakes. Byte code has no
/// `@SuppressWarnings` and no comments, so nothing is suppressed.
public final class ClassScan {
  private final ClassArchive archive;
  private final ScanSettings settings;
  private final ScanListener listener;
  private final Path base;
  private final Program program = new Program();
  private final Map<String, ClassArchive.Entry> scanned = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<Unanalysed> unanalysed = new ArrayList<>();
  private int libraryClasses;
  private int withoutLines;
  private int functions;
  private int sites;

  private ClassScan(Path base, ClassArchive archive, ScanSettings settings, ScanListener listener) {
    this.base = base;
    this.archive = archive;
    this.settings = settings;
    this.listener = listener;
    unanalysed.addAll(archive.unread());
  }

  /// What a scan of classes answers.
  ///
  /// @param result as of a language's sources
  /// @param notes what a reader must know to trust it
  public record Result(LanguageResult result, List<String> notes) {
    /// Keeps its own copy.
    public Result {
      notes = List.copyOf(notes);
    }
  }

  /// Whether a file is scanned as classes: a jar, a war, an ear or a class file.
  public static boolean reads(Path file) {
    String name = String.valueOf(file.getFileName());
    return ClassArchive.isArchive(name) || name.endsWith(".class");
  }

  /// Whether there are class files under a folder.
  ///
  /// @throws IOException when it cannot be read
  public static boolean isIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files =
        Files.find(folder, 64, (file, _) -> file.toString().endsWith(".class"))) {
      return files.findFirst().isPresent();
    }
  }

  /// How many classes a scan reads, as far as the archive's directory tells.
  ///
  /// @throws IOException when it cannot be read
  public static int size(Path file) throws IOException {
    if (!Files.isRegularFile(file) || file.toString().endsWith(".class")) {
      return 1;
    }
    try (var zip = new java.util.zip.ZipFile(file.toFile())) {
      return (int) zip.stream().filter(each -> each.getName().endsWith(".class")).count();
    }
  }

  /// Reads and analyses classes. Never throws for what they contain.
  ///
  /// @param base a jar, a war, an ear, a class file or a folder of them
  public static Result scan(Path base, ScanSettings settings, ScanListener listener) {
    ClassArchive archive = ClassArchive.read(base);
    var scan = new ClassScan(base, archive, settings, listener);
    List<String> failures = new ArrayList<>(archive.failures());
    try {
      JavaLanguage.deep(() -> {
        scan.run();
        return true;
      });
    } catch (ExecutionException e) {
      failures.add("the analysis of the classes ended with " + e.getCause());
    }
    return scan.result(failures);
  }

  private void run() throws Library.BadModel {
    Library library = Library.of(settings.models(), settings.acquirers());
    for (ClassArchive.Entry entry : archive.entries()) {
      index(entry);
    }
    var analysis = new Analysis(program, library, settings.statements());
    for (Map.Entry<String, ClassArchive.Entry> each : scanned.entrySet()) {
      program.type(each.getKey()).ifPresent(type -> scan(analysis, type, each.getValue()));
      listener.read(new SourceFile(base, each.getValue().file()));
    }
  }

  private void index(ClassArchive.Entry entry) {
    try {
      Type type = Type.of(ClassFile.of().parse(entry.bytes()), true);
      program.add(type);
      if (entry.isApplication() || settings.libraries()) {
        scanned.putIfAbsent(type.name(), entry);
      } else {
        libraryClasses++;
      }
    } catch (IllegalArgumentException e) {
      unanalysed.add(
          new Unanalysed(
              entry.file(),
              1,
              "class",
              "it is no readable class file: " + e.getMessage(),
              entry.isApplication() && entry.mayAcquire()));
    }
  }

  private void scan(Analysis analysis, Type type, ClassArchive.Entry entry) {
    boolean hasLines = true;
    for (Method method : type.methods().values()) {
      try {
        Body body = analysis.program().body(method);
        if (body != null) {
          functions++;
          hasLines &= body.hasLines();
          scan(analysis, method, body, entry);
        }
      } catch (Walk.TooComplex | IllegalArgumentException e) {
        leave(method, entry, String.valueOf(e.getMessage()));
      } catch (RuntimeException | StackOverflowError e) {
        leave(method, entry, "the analysis ended with " + e);
      }
    }
    withoutLines += hasLines ? 0 : 1;
  }

  private void leave(Method method, ClassArchive.Entry entry, String reason) {
    unanalysed.add(
        new Unanalysed(entry.file(), 1, "method " + method.title(), reason, entry.mayAcquire()));
  }

  private void scan(Analysis analysis, Method method, Body body, ClassArchive.Entry entry) {
    Map<String, Finding> distinct = new LinkedHashMap<>();
    for (Site site : analysis.acquirers().in(body)) {
      sites++;
      var walk = new Walk(analysis, method, body, site.at(), site.relation());
      walk.run(walk.start());
      List<Leak> leaks = Leak.of(walk);
      Origin origin = leaks.isEmpty() ? Origin.MAIN : Expected.origin(method.type(), entry);
      boolean isExpected = origin == Origin.TEST && Expected.toFail(body, site);
      if (!leaks.isEmpty() && !isExpected) {
        Finding finding =
            finding(new Verdicts(walk, site, leaks), method, body, site, entry, origin);
        // a finally is compiled several times
        distinct.putIfAbsent(
            body.hasLines() ? finding.line() + " " + finding.pattern() : "" + site.at(), finding);
      }
    }
    findings.addAll(distinct.values());
    distinct.values().forEach(listener::found);
  }

  private Finding finding(
      Verdicts verdicts,
      Method method,
      Body body,
      Site site,
      ClassArchive.Entry entry,
      Origin origin) {
    Leak shown = verdicts.shown();
    Pattern pattern = verdicts.pattern();
    return new Finding(
        entry.file(),
        body.line(site.at()),
        body.hasLines() ? method.title() : method.title() + parameters(method),
        "",
        pattern,
        site.resource(),
        confidence(site, shown, pattern),
        shown.steps(),
        shown.words(),
        origin,
        findings.size(),
        findings.size() + 1);
  }

  /// Without lines, methods of one name are told apart by their parameters.
  private static String parameters(Method method) {
    return MethodTypeDesc.ofDescriptor(method.key().descriptor()).parameterList().stream()
        .map(ClassDesc::displayName)
        .collect(java.util.stream.Collectors.joining(", ", "(", ")"));
  }

  private static Confidence confidence(Site site, Leak shown, Pattern pattern) {
    if (!shown.isDeclared()) {
      return Confidence.LOW;
    }
    boolean isInferred = pattern == Pattern.HANDED_OVER || pattern == Pattern.ESCAPED_TO_FIELD;
    return isInferred && site.confidence() == Confidence.HIGH
        ? Confidence.MEDIUM
        : site.confidence();
  }

  private Result result(List<String> failures) {
    int read = scanned.size();
    if (failures.isEmpty() && read == 0) {
      failures.add(
          libraryClasses == 0
              ? "there is no class to read"
              : "all %,d classes are of libraries; --libraries scans them"
                  .formatted(libraryClasses));
    } else if (failures.isEmpty() && functions == 0) {
      failures.add("none of the classes has a method that could be analysed");
    }
    List<String> notes = new ArrayList<>();
    if (libraryClasses > 0) {
      notes.add(
          "not scanned: %,d classes of %,d libraries inside; --libraries scans them"
              .formatted(libraryClasses, archive.libraries()));
    }
    if (archive.versioned() > 0) {
      notes.add(
          "not scanned: %,d classes for newer versions of Java only"
              .formatted(archive.versioned()));
    }
    if (withoutLines > 0) {
      notes.add(
          ("%,d classes have no line numbers (compiled with -g:none): their findings stand on line 1"
                  + " and are known by their method")
              .formatted(withoutLines));
    }
    return new Result(
        new LanguageResult(findings, List.of(), unanalysed, read, functions, sites, failures),
        notes);
  }

  /// Analyses a class that surely loses a connection. A scan that does not find it has not looked.
  ///
  /// @return what is wrong with the analysis, or nothing
  public static List<String> control() {
    try {
      var scan =
          new ClassScan(
              Path.of("Lost.class"),
              ClassArchive.of(Path.of("Lost.class"), lost()),
              ScanSettings.DEFAULT,
              ScanListener.SILENT);
      scan.run();
      return scan.findings.size() == 1
          ? List.of()
          : List.of("the analysis does not find a connection that is surely lost");
    } catch (Library.BadModel e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private static byte[] lost() {
    ClassDesc connection = ClassDesc.of("java.sql.Connection");
    ClassDesc pool = ClassDesc.of("javax.sql.DataSource");
    return ClassFile.of()
        .build(
            ClassDesc.of("Lost"),
            type ->
                type.withMethodBody(
                    "ask",
                    MethodTypeDesc.of(java.lang.constant.ConstantDescs.CD_boolean, pool),
                    ClassFile.ACC_STATIC,
                    code ->
                        code.aload(0)
                            .invokeinterface(pool, "getConnection", MethodTypeDesc.of(connection))
                            .invokeinterface(
                                connection,
                                "isReadOnly",
                                MethodTypeDesc.of(java.lang.constant.ConstantDescs.CD_boolean))
                            .ireturn()));
  }
}
