package dev.pitboss.leaks.gradle;

import dev.pitboss.leaks.launcher.ScanRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.gradle.api.DefaultTask;
import org.gradle.api.GradleException;
import org.gradle.api.file.ConfigurableFileTree;
import org.gradle.api.file.FileCollection;
import org.gradle.api.provider.Provider;
import org.gradle.api.tasks.CacheableTask;
import org.gradle.api.tasks.Classpath;
import org.gradle.api.tasks.InputFiles;
import org.gradle.api.tasks.Internal;
import org.gradle.api.tasks.Nested;
import org.gradle.api.tasks.OutputFile;
import org.gradle.api.tasks.PathSensitive;
import org.gradle.api.tasks.PathSensitivity;
import org.gradle.api.tasks.TaskAction;
import org.jspecify.annotations.Nullable;

/// `gradle leaks`: scans a project's sources in a JVM of its own, writes SARIF, and fails the build
/// when a connection is lost. Not run again while sources, settings, baseline and scan are the
/// same.
@CacheableTask
public class LeaksTask extends DefaultTask {
  private @Nullable LeaksExtension settings;
  private @Nullable ConfigurableFileTree main;
  private @Nullable ConfigurableFileTree all;
  private @Nullable FileCollection baselines;
  private @Nullable FileCollection scan;
  private @Nullable File root;
  private @Nullable Provider<File> defaultSarif;

  /// Made by Gradle.
  public LeaksTask() {}

  /// Called by the plug-in.
  ///
  /// @param given settings, read when the task runs
  /// @param mainFiles sources without tests
  /// @param allFiles sources with tests
  /// @param baselineFiles the baseline, if it exists
  /// @param classPath of the scan
  /// @param report where SARIF is written unless the settings say so
  void configure(
      LeaksExtension given,
      ConfigurableFileTree mainFiles,
      ConfigurableFileTree allFiles,
      FileCollection baselineFiles,
      FileCollection classPath,
      Provider<File> report) {
    settings = given;
    main = mainFiles;
    all = allFiles;
    baselines = baselineFiles;
    scan = classPath;
    root = getProject().getRootDir();
    defaultSarif = report;
  }

  @Nested
  public LeaksExtension getSettings() {
    return Objects.requireNonNull(settings, "settings");
  }

  /// What is scanned.
  @InputFiles
  @PathSensitive(PathSensitivity.RELATIVE)
  public ConfigurableFileTree getSources() {
    return Objects.requireNonNull(getSettings().getIncludeTests() ? all : main, "sources");
  }

  /// The baseline, if it exists.
  @InputFiles
  @PathSensitive(PathSensitivity.NONE)
  public FileCollection getBaselines() {
    return Objects.requireNonNull(baselines, "baselines");
  }

  /// The scan, and what it needs.
  @Classpath
  public FileCollection getScan() {
    return Objects.requireNonNull(scan, "scan");
  }

  @OutputFile
  public File getSarif() {
    File given = getSettings().getSarif();
    return given != null ? given : Objects.requireNonNull(defaultSarif, "sarif").get();
  }

  /// The folder of the build that files in SARIF are relative to, unless a repository is around it.
  @Internal
  public File getRoot() {
    return Objects.requireNonNull(root, "root");
  }

  /// Runs the scan.
  @TaskAction
  public void scanSources() {
    LeaksExtension given = getSettings();
    File sources = getSources().getDir();
    if (given.getSkip() || !sources.isDirectory()) {
      getLogger().lifecycle(given.getSkip() ? "skipped" : "there is no " + sources + " to scan");
      return;
    }
    var request =
        new ScanRequest(
            sources.toPath(),
            getRoot().toPath(),
            path(given.getBaseline()),
            getSarif().toPath(),
            path(given.getJdk()),
            given.getOptions());
    try {
      decide(
          request.run(
              getScan().getFiles().stream().map(File::toPath).toList(),
              "leaks.jdk",
              line -> getLogger().lifecycle(line)));
    } catch (IOException e) {
      throw new GradleException("the leak scan could not run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GradleException("the leak scan was interrupted", e);
    }
  }

  private static @Nullable Path path(@Nullable File file) {
    return file == null ? null : file.toPath();
  }

  private void decide(ScanRequest.Verdict verdict) {
    switch (verdict) {
      case CLEAN -> getLogger().info(verdict.message());
      case LOST -> throw new GradleException(verdict.message());
      case UNCERTAIN -> {
        if (getSettings().getFailOnUncertain()) {
          throw new GradleException(verdict.message() + ", or set leaks.failOnUncertain to false");
        }
        getLogger().warn(verdict.message());
      }
      case COULD_NOT_LOOK -> throw new GradleException(verdict.message());
    }
  }
}
