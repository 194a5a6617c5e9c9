package dev.pitboss.leaks.maven;

import dev.pitboss.leaks.launcher.ScanRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.jspecify.annotations.Nullable;

/// `pitboss-leaks:check`: scans a project's sources, writes SARIF, and fails the build when a
/// connection is lost. `META-INF/maven/plugin.xml` has the parameters and their defaults.
public final class CheckMojo extends AbstractMojo {
  private @Nullable File basedir;
  private @Nullable File root;
  private List<Artifact> artifacts = List.of();
  private boolean skip;
  private boolean includeTests;
  private boolean failOnUncertain = true;
  private @Nullable File baseline;
  private @Nullable File sarif;
  private @Nullable File jdk;
  private List<String> options = List.of();

  /// Made by Maven, which sets the parameters.
  public CheckMojo() {}

  /// For a caller other than Maven.
  CheckMojo(File basedir, List<Artifact> artifacts) {
    this.basedir = basedir;
    this.artifacts = List.copyOf(artifacts);
  }

  CheckMojo with(@Nullable File known, @Nullable File report, boolean uncertainFails) {
    baseline = known;
    sarif = report;
    failOnUncertain = uncertainFails;
    return this;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    Path base = Objects.requireNonNull(basedir, "basedir").toPath();
    Path sources = ScanRequest.sources(base, includeTests);
    if (skip || !Files.isDirectory(sources)) {
      getLog().info(skip ? "skipped" : "there is no " + sources + " to scan");
      return;
    }
    var request =
        new ScanRequest(
            sources,
            root == null ? base : root.toPath(),
            path(baseline),
            path(sarif),
            path(jdk),
            options);
    try {
      decide(request.run(classPath(), "pitboss.leaks.jdk", getLog()::info));
    } catch (IOException e) {
      throw new MojoExecutionException("the leak scan could not run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("the leak scan was interrupted", e);
    }
  }

  private static @Nullable Path path(@Nullable File file) {
    return file == null ? null : file.toPath();
  }

  private List<Path> classPath() {
    return artifacts.stream()
        .map(Artifact::getFile)
        .filter(Objects::nonNull)
        .map(File::toPath)
        .toList();
  }

  private void decide(ScanRequest.Verdict verdict)
      throws MojoExecutionException, MojoFailureException {
    switch (verdict) {
      case CLEAN -> getLog().debug(verdict.message());
      case LOST -> throw new MojoFailureException(verdict.message());
      case UNCERTAIN -> {
        if (failOnUncertain) {
          throw new MojoFailureException(verdict.message() + ", or set failOnUncertain to false");
        }
        getLog().warn(verdict.message());
      }
      case COULD_NOT_LOOK -> throw new MojoExecutionException(verdict.message());
    }
  }
}
