package dev.pitboss.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private static final String SERIAL =
      """
      4711:
      DefNew     total 118016K, used 100K [0x00000000fc000000, 0x00000000fd550000, 0x00000000fd550000)
       eden space 104960K,   0% used [0x00000000fc000000, 0x00000000fc555d20, 0x00000000fd110000)
      Tenured    total 131072K, used 18000K [0x00000000fd550000, 0x0000000100000000, 0x0000000100000000)
       the  space 131072K,  13% used [0x00000000fd550000, 0x00000000fdac4f60, 0x0000000100000000)
      Metaspace       used 60000K, committed 61000K, reserved 1114112K
      """;

  @Test
  void heapIsAllGenerationsAndNotTheFirstAlone() {
    assertThat(HeapInfo.usedBytes(SERIAL)).isEqualTo(18_100 * 1024);
    assertThat(
            HeapInfo.usedBytes(
                "garbage-first heap   total reserved 65536K, committed 65536K, used 29733K [0x0"))
        .isEqualTo(29_733 * 1024);
    assertThatThrownBy(() -> HeapInfo.usedBytes("ZHeap  used 24M"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void growthBeyondWhatMeasurementsVaryByIsANumber() {
    Growth growth =
        Growth.of(List.of(1_000_000L, 1_010_000L), List.of(4_000_000L, 4_020_000L), 1_000);

    assertThat(growth.bytesEach()).contains(3_000.0);
    assertThat(growth.json()).isEqualTo("3000");
    assertThat(growth).hasToString("2.9 KB");
  }

  @Test
  void lessThanThatIsNoNumberAndNeverBelowZero() {
    Growth noise = Growth.of(List.of(1_000_000L, 1_050_000L), List.of(1_040_000L), 1_000);
    Growth shrunk = Growth.of(List.of(2_000_000L), List.of(1_000_000L, 1_001_024L), 1_000);

    assertThat(noise.bytesEach()).isEmpty();
    assertThat(noise.json()).isEqualTo("null");
    assertThat(noise).hasToString("not measurable, at most 0.1 KB");
    assertThat(shrunk.bytesEach()).isEmpty();
    assertThat(shrunk).hasToString("not measurable, at most 0.0 KB");
  }
}
