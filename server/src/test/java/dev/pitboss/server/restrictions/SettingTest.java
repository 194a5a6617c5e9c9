package dev.pitboss.server.restrictions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SettingTest {
  private static final Instant NOW = Instant.parse("2031-03-12T10:00:00Z");
  private static final Instant NEXT_DAY = NOW.plus(Setting.COOLING);

  private final Setting hundred = Setting.NONE.with(100L, NOW);

  @Test
  void firstLimitHoldsAtOnce() {
    assertThat(hundred).isEqualTo(new Setting(100L, null, null));
  }

  @Test
  void lessHoldsAtOnce() {
    assertThat(hundred.with(99L, NOW)).isEqualTo(new Setting(99L, null, null));
  }

  @Test
  void moreHoldsADayLater() {
    Setting more = hundred.with(101L, NOW);
    assertThat(more.at(NOW)).hasValue(100);
    assertThat(more.at(NEXT_DAY.minusMillis(1))).hasValue(100);
    assertThat(more.at(NEXT_DAY)).hasValue(101);
  }

  @Test
  void removalHoldsADayLater() {
    Setting none = hundred.with(null, NOW);
    assertThat(none.isPending()).isTrue();
    assertThat(none.at(NEXT_DAY.minusMillis(1))).hasValue(100);
    assertThat(none.at(NEXT_DAY)).isEmpty();
  }

  @Test
  void askingForWhatHoldsWithdrawsWhatWaits() {
    assertThat(hundred.with(200L, NOW).with(100L, NOW)).isEqualTo(hundred);
    assertThat(hundred.with(null, NOW).with(100L, NOW)).isEqualTo(hundred);
  }

  @Test
  void askingAgainDoesNotMakeItWaitLonger() {
    Setting more = hundred.with(200L, NOW);
    assertThat(more.with(200L, NOW.plusSeconds(60))).isEqualTo(more);
  }

  @Test
  void anotherIncreaseWaitsFromItsOwnTime() {
    Setting later = hundred.with(200L, NOW).with(150L, NOW.plusSeconds(60));
    assertThat(later.at(NEXT_DAY)).hasValue(100);
    assertThat(later.at(NEXT_DAY.plusSeconds(60))).hasValue(150);
  }

  @Test
  void whatHasComeIsWhatCountsAsMoreOrLess() {
    Setting more = hundred.with(200L, NOW);
    assertThat(more.with(150L, NEXT_DAY)).isEqualTo(new Setting(150L, null, null));
  }
}
