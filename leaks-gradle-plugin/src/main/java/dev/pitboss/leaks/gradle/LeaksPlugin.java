package dev.pitboss.leaks.gradle;

import java.io.File;
import java.util.List;
import java.util.concurrent.Callable;
import org.gradle.api.Plugin;
import org.gradle.api.Project;
import org.gradle.api.artifacts.Configuration;
import org.gradle.language.base.plugins.LifecycleBasePlugin;

/// `dev.pitboss.leaks`: adds the settings `leaks { … }`, the task `leaks`, on which `check`
/// depends, and the configuration `pitbossLeaks`, from which the scan is run. It uses what Gradle
/// had in 4.4 already.
public class LeaksPlugin implements Plugin<Project> {
  /// Of the extension and the task.
  static final String NAME = "leaks";

  static final String CONFIGURATION = "pitbossLeaks";

  /// The scan this plug-in was built with. A test compares it with the project's version.
  static final String SCAN = "dev.pitboss:pitboss-leaks:0.1.0";

  /// Made by Gradle.
  public LeaksPlugin() {}

  @Override
  public void apply(Project project) {
    LeaksExtension settings = project.getExtensions().create(NAME, LeaksExtension.class);
    project.getPluginManager().apply(LifecycleBasePlugin.class);
    Configuration scan = project.getConfigurations().create(CONFIGURATION);
    scan.setVisible(false);
    scan.setDescription("The leak scan.");
    scan.defaultDependencies(needed -> needed.add(project.getDependencies().create(SCAN)));

    Callable<List<File>> baseline =
        () -> {
          File known = settings.getBaseline();
          return known == null || !known.exists() ? List.of() : List.of(known);
        };
    LeaksTask task = project.getTasks().create(NAME, LeaksTask.class);
    task.setGroup(LifecycleBasePlugin.VERIFICATION_GROUP);
    task.setDescription("Scans the sources for lost database connections.");
    task.configure(
        settings,
        project.fileTree("src/main"),
        project.fileTree("src"),
        project.files(baseline),
        scan,
        project.provider(() -> sarif(project)));
    project.getTasks().getByName(LifecycleBasePlugin.CHECK_TASK_NAME).dependsOn(task);
  }

  @SuppressWarnings("deprecation") // its successor is another method in each age of Gradle
  private static File sarif(Project project) {
    return new File(project.getBuildDir(), "leaks.sarif");
  }
}
