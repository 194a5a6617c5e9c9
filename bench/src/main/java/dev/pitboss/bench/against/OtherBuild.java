package dev.pitboss.bench.against;

import dev.pitboss.bench.Scratch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A checkout whose benchmark is run: this one, a folder, or a commit of this repository, which is
/// checked out into a scratch folder and built by its own launcher.
///
/// @param folder has the launcher `pitboss`
public record OtherBuild(Path folder) {
  private static final String LAUNCHER = "pitboss";

  /// Finds the folder, or checks the commit out.
  ///
  /// @param home this checkout
  /// @param named a folder or a commit
  /// @throws IllegalArgumentException if it is neither
  public static OtherBuild of(Path home, String named, Scratch scratch)
      throws IOException, InterruptedException {
    Path given = Path.of(named);
    if (Files.isExecutable(given.resolve(LAUNCHER))) {
      return new OtherBuild(given.toAbsolutePath().normalize());
    }
    Path folder = scratch.folder().resolve("against");
    String git = home.toString();
    Ran ran =
        Ran.of(
            home,
            List.of("git", "-C", git, "worktree", "add", "--detach", folder.toString(), named));
    if (ran.exit() != 0) {
      throw new IllegalArgumentException(
          "--against must be a folder with the launcher pitboss, or a commit, but is "
              + named
              + ": "
              + ran.printed().strip());
    }
    scratch.keep(
        (AutoCloseable)
            () ->
                Ran.of(
                    home,
                    List.of("git", "-C", git, "worktree", "remove", "--force", folder.toString())));
    return new OtherBuild(folder);
  }

  /// Its launcher.
  public Path launcher() {
    return folder.resolve(LAUNCHER);
  }

  /// Runs one of its benchmarks, as a process of its own.
  ///
  /// @return what it printed
  /// @throws IOException if it fails; the message has what it printed
  public String bench(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher().toString(), "bench"));
    command.addAll(List.of(arguments));
    Ran ran = Ran.of(folder, command);
    if (ran.exit() != 0) {
      throw new IOException("the benchmark of " + folder + " failed: " + ran.printed());
    }
    return ran.printed();
  }

  /// A process that has ended.
  private record Ran(int exit, String printed) {
    static Ran of(Path folder, List<String> command) throws IOException, InterruptedException {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      try (var output = process.getInputStream()) {
        String printed = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), printed);
      } finally {
        Scratch.end(process);
      }
    }
  }
}
