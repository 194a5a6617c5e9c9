package dev.pitboss.leaks.gradle;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.gradle.api.tasks.Input;
import org.gradle.api.tasks.Internal;
import org.jspecify.annotations.Nullable;

/// The settings of a project's leak scan: the block `leaks { … }` of its build script. They are the
/// parameters of the Maven goal.
public class LeaksExtension {
  private boolean skip;
  private boolean includeTests;
  private boolean failOnUncertain = true;
  private @Nullable File baseline;
  private @Nullable File sarif;
  private @Nullable File jdk;
  private List<String> options = new ArrayList<>();

  /// Made by Gradle.
  public LeaksExtension() {}

  /// Whether nothing is scanned.
  @Input
  public boolean getSkip() {
    return skip;
  }

  public void setSkip(boolean skip) {
    this.skip = skip;
  }

  /// Whether `src` is scanned instead of `src/main`.
  @Input
  public boolean getIncludeTests() {
    return includeTests;
  }

  public void setIncludeTests(boolean includeTests) {
    this.includeTests = includeTests;
  }

  /// Whether the build fails, too, when some code that may acquire was not analysed or is
  /// uncertain.
  @Input
  public boolean getFailOnUncertain() {
    return failOnUncertain;
  }

  public void setFailOnUncertain(boolean failOnUncertain) {
    this.failOnUncertain = failOnUncertain;
  }

  /// Findings known before, a missing file counts as none. The task's own input, because the file
  /// may be missing.
  @Internal
  public @Nullable File getBaseline() {
    return baseline;
  }

  public void setBaseline(@Nullable File baseline) {
    this.baseline = baseline;
  }

  /// Where the report is written as SARIF 2.1.0: `leaks.sarif` in the build folder. The task's own
  /// output.
  @Internal
  public @Nullable File getSarif() {
    return sarif;
  }

  public void setSarif(@Nullable File sarif) {
    this.sarif = sarif;
  }

  /// Home of a JDK 25 or newer, which runs the scan; Gradle's own if it is one. It does not change
  /// what is found.
  @Internal
  public @Nullable File getJdk() {
    return jdk;
  }

  public void setJdk(@Nullable File jdk) {
    this.jdk = jdk;
  }

  /// Further options of the scan.
  @Input
  public List<String> getOptions() {
    return options;
  }

  public void setOptions(List<String> options) {
    this.options = new ArrayList<>(options);
  }
}
