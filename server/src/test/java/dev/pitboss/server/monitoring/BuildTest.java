package dev.pitboss.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class BuildTest {
  @Test
  void commitIsUnknownWithoutGit() throws IOException {
    assertThat(Build.commitIn(null)).isEqualTo("unknown");
    assertThat(commit("")).isEqualTo("unknown");
    assertThat(commit("git.commit.id.abbrev=\ngit.dirty=false\n")).isEqualTo("unknown");
  }

  @Test
  void changesThatWereNotCommittedShow() throws IOException {
    assertThat(commit("git.commit.id.abbrev=402e044b1c5d\ngit.dirty=false\n"))
        .isEqualTo("402e044b1c5d");
    assertThat(commit("git.commit.id.abbrev=402e044b1c5d\ngit.dirty=true\n"))
        .isEqualTo("402e044b1c5d-dirty");
  }

  @Test
  void thisBuildSaysWhatItIs() {
    assertThat(Build.current().commit()).matches("[0-9a-f]{12}(-dirty)?|unknown");
    assertThat(Build.current().text()).endsWith("(commit %s)".formatted(Build.current().commit()));
  }

  private static String commit(String file) throws IOException {
    return Build.commitIn(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
  }
}
