package dev.pitboss.server.monitoring;

import io.avaje.jsonb.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Which build this is, and what runs it.
///
/// @param version of the release, or `development` where classes run outside of their jar
/// @param commit the first twelve digits of the commit that was built, with `-dirty` where the work
///   tree had changes; `unknown` for a build without git
/// @param javaVersion version of the JVM
@Json
public record Build(String version, String commit, String javaVersion) {
  static final String UNKNOWN = "unknown";

  /// Written by the build beside this class; not there when it was built without git.
  private static final String COMMIT = "commit.properties";

  private static final Build CURRENT =
      new Build(
          Objects.requireNonNullElse(
              Build.class.getPackage().getImplementationVersion(), "development"),
          builtCommit(),
          Runtime.version().toString());

  /// This very build.
  public static Build current() {
    return CURRENT;
  }

  /// For people: `0.1.0 (commit 402e044b1c5d)`.
  public String text() {
    return "%s (commit %s)".formatted(version, commit);
  }

  private static String builtCommit() {
    try (InputStream file = Build.class.getResourceAsStream(COMMIT)) {
      return commitIn(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The commit that such a file names.
  ///
  /// @param file null without a file
  static String commitIn(@Nullable InputStream file) throws IOException {
    Properties said = new Properties();
    if (file != null) {
      said.load(file);
    }
    String id = said.getProperty("git.commit.id.abbrev", "");
    if (id.isEmpty()) {
      return UNKNOWN;
    }
    return said.getProperty("git.dirty", "false").equals("true") ? id + "-dirty" : id;
  }
}
