package dev.pitboss.server.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ClusterProcessesTest {
  /// A process that cannot be looked at for want of descriptors is not taken for ended; one that
  /// has ended is, with and without descriptors. The control: the JDK says that it has ended.
  @Test
  void processIsNotTakenForEndedForWantOfDescriptors() throws Exception {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n 160; exec \"$0\" -cp \"$1\" \"$2\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Path.of("target", "classes") + ":" + Path.of("target", "test-classes"),
                WithoutDescriptors.class.getName())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(output).isEqualTo("JDK: running false, ours: running true, ended: running false");
  }

  /// Opens files until the system refuses, then looks at its parent and at a child that has ended.
  static final class WithoutDescriptors {
    private WithoutDescriptors() {}

    public static void main(String[] arguments) throws Exception {
      ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
      Process child = new ProcessBuilder("true").start();
      ProcessHandle ended = child.toHandle();
      child.waitFor();
      boolean isLoaded = ClusterProcesses.isRunning(parent) && !ClusterProcesses.isRunning(ended);
      String format = "JDK: running %s, ours: running %s, ended: running %s";
      String warmUp = format.formatted(parent.isAlive(), isLoaded, isLoaded);
      List<InputStream> open = new ArrayList<>();
      boolean jdk = true;
      boolean ours = false;
      boolean isEndedRunning = true;
      try {
        while (!warmUp.isEmpty()) {
          open.add(Files.newInputStream(Path.of("/dev/null")));
        }
      } catch (IOException _) {
        jdk = parent.isAlive();
        ours = ClusterProcesses.isRunning(parent);
        isEndedRunning = ClusterProcesses.isRunning(ended);
      }
      for (InputStream stream : open) {
        stream.close();
      }
      System.out.println(format.formatted(jdk, ours, isEndedRunning));
    }
  }
}
