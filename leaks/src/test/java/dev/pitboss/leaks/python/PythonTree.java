package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.LanguageResult;
import dev.pitboss.leaks.model.MendedSource;
import dev.pitboss.leaks.model.ScanListener;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.Style;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A folder of Python sources.
record PythonTree(Path base, List<SourceFile> sources, PythonLanguage language) {
  static PythonTree of(Path base) throws IOException {
    var language = new PythonLanguage();
    List<SourceFile> sources = new ArrayList<>();
    try (var files = Files.walk(base)) {
      files
          .filter(file -> Files.isRegularFile(file) && language.reads(file.toString()))
          .sorted()
          .forEach(file -> sources.add(new SourceFile(base, base.relativize(file))));
    }
    return new PythonTree(base, sources, language);
  }

  /// Of the test resources.
  static PythonTree resource(String folder) throws IOException {
    URL url =
        Objects.requireNonNull(
            PythonTree.class.getResource("/python/" + folder), () -> "no resource " + folder);
    try {
      return of(Path.of(url.toURI()));
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  LanguageResult scan() {
    return scan(ScanSettings.DEFAULT);
  }

  LanguageResult scan(ScanSettings settings) {
    return language.scan(sources, settings, ScanListener.SILENT);
  }

  /// Mends all findings, into another folder.
  List<MendedSource> mend(List<Finding> findings, Style style, Path to) throws IOException {
    List<MendedSource> mended = new ArrayList<>();
    for (SourceFile source : sources) {
      List<Finding> own =
          findings.stream().filter(finding -> finding.file().equals(source.file())).toList();
      var text = source.read();
      MendedSource done = language.mend(source, text.text(), own, ScanSettings.DEFAULT, style);
      Path file = to.resolve(source.file().toString());
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.write(file, text.encode(done.text()));
      mended.add(done);
    }
    return mended;
  }
}
