package dev.pitboss.leaks.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    Path sources = base.resolve(includeTests ? "src" : "src/main");
    if (skip || !Files.isDirectory(sources)) {
      getLog().info(skip ? "skipped" : "there is no " + sources + " to scan");
      return;
    }
    try {
      int status = new Scan(java(), classPath(), arguments(sources)).run(getLog()::info);
      decide(status);
    } catch (IOException e) {
      throw new MojoExecutionException("the leak scan could not run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("the leak scan was interrupted", e);
    }
  }

  private Path java() throws IOException {
    if (jdk != null) {
      return Scan.javaOf(jdk.toPath());
    }
    try {
      return Scan.javaOf(Path.of(System.getProperty("java.home")));
    } catch (IOException e) {
      throw new IOException(e.getMessage() + "; set pitboss.leaks.jdk to the home of one", e);
    }
  }

  private List<Path> classPath() {
    return artifacts.stream()
        .map(Artifact::getFile)
        .filter(Objects::nonNull)
        .map(File::toPath)
        .toList();
  }

  private List<String> arguments(Path sources) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(sources.toString()));
    if (baseline != null && baseline.exists()) {
      arguments.addAll(List.of("--baseline", baseline.toString()));
    }
    if (sarif != null) {
      Path parent = sarif.toPath().toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      arguments.addAll(List.of("--write-sarif", sarif.toString()));
    }
    arguments.addAll(options);
    return arguments;
  }

  private void decide(int status) throws MojoExecutionException, MojoFailureException {
    switch (status) {
      case 0 -> {
        // all was judged, and nothing is lost
      }
      case 1 -> throw new MojoFailureException("database connections are lost; see above");
      case 3 -> {
        String reason = "some code that may acquire a connection was not judged; see above";
        if (failOnUncertain) {
          throw new MojoFailureException(reason + ", or set failOnUncertain to false");
        }
        getLog().warn(reason);
      }
      default ->
          throw new MojoExecutionException(
              "the leak scan could not look (exit code %d); see above".formatted(status));
    }
  }
}
