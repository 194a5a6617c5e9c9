package dev.pitboss.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ThrottledLogTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 500_000_000); // overflows
  private final ThrottledLog log = new ThrottledLog(nanos::get);
  private final List<String> lines = new ArrayList<>();

  @Test
  void writesOneLineASecondAndCountsTheOthers() {
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      ids.add(log("read_only"));
    }
    assertThat(lines).containsExactly("read_only");
    assertThat(ids).as("all are logged under the id of the line that stands for them").hasSize(1);

    nanos.addAndGet(1_000_000_000);
    assertThat(ids).doesNotContain(log("read_only"));
    assertThat(lines).containsExactly("read_only", "read_only [999 similar messages suppressed]");
  }

  @Test
  void intervalCanBeLonger() {
    ThrottledLog seldom = new ThrottledLog(Duration.ofSeconds(10), nanos::get);
    for (int i = 0; i < 20; i++) {
      seldom.log("full", (_, suffix) -> lines.add("full" + suffix));
      nanos.addAndGet(1_000_000_000);
    }
    assertThat(lines).containsExactly("full", "full [9 similar messages suppressed]");
  }

  @Test
  void anotherKindIsWrittenAtOnce() {
    log("read_only");
    log("disk_full");
    assertThat(lines).containsExactly("read_only", "disk_full");
  }

  @Test
  void kindsWithoutEndShareALine() {
    for (int i = 0; i < 10_000; i++) {
      log("kind " + i);
    }
    assertThat(lines).hasSizeLessThan(300);
  }

  private UUID log(String kind) {
    return log.log(kind, (_, suffix) -> lines.add(kind + suffix));
  }
}
