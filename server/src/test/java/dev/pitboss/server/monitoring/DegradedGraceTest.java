package dev.pitboss.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.connections.LeakReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DegradedGraceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final PoolHealth pool = new PoolHealth();

  @Test
  void aDiscrepancyOfAMomentIsNoState() {
    assertThat(look(3, 0).status()).isEqualTo("UP");
    assertThat(look(3, 1).trackingDiscrepancy()).isZero();
    assertThat(look(0, 2).status()).isEqualTo("UP");
    assertThat(look(3, 6).status()).as("it began anew").isEqualTo("UP");
  }

  @Test
  void aDiscrepancyThatStaysIsToldWithItsReason() {
    for (int second = 0; second < 5; second++) {
      assertThat(look(3, second).status()).isEqualTo("UP");
    }
    HealthReport.PoolCheck check = look(3, 5);
    assertThat(check.status()).isEqualTo("DEGRADED");
    assertThat(check.reason()).isEqualTo("3 connections are out past the tracker");
    assertThat(check.trackingDiscrepancy()).isEqualTo(3);
    assertThat(look(0, 6).status()).isEqualTo("UP");
  }

  @Test
  void aBurstThatUsesTheWholePoolIsNoState() {
    assertThat(exhausted(0).status()).isEqualTo("UP");
    assertThat(exhausted(4).status()).isEqualTo("UP");
    assertThat(exhausted(5).reason())
        .isEqualTo("all 12 connections of the pool are in use and 7 requests wait");
  }

  @Test
  void aProvenLeakNeedsNoPatience() {
    LeakReport.HeldBorrow held =
        new LeakReport.HeldBorrow(
            "A.java::b:L1", 9, 3, LeakReport.HeldBorrow.State.OVERDUE, 1, "", List.of());
    LeakReport.SiteUse site = new LeakReport.SiteUse("A.java::b:L1", 1, 0, 1, 1, 0, 0, 0, 0, 9);
    HealthReport.PoolCheck check =
        pool.look(report(LeakReport.Status.WARNING, 1, 0, 0, List.of(site), List.of(held)), 9, 0);
    assertThat(check.status()).isEqualTo("DEGRADED");
    assertThat(check.reason()).isEqualTo("A.java::b:L1 has leaked a connection");
  }

  @Test
  void aMonotonicClockMayBeginAnywhere() {
    DegradedGrace grace = new DegradedGrace(Duration.ofSeconds(5));
    assertThat(grace.holds(true, Long.MAX_VALUE)).isFalse();
    assertThat(grace.holds(true, Long.MAX_VALUE + 5 * SECOND)).isTrue();
  }

  private HealthReport.PoolCheck exhausted(int second) {
    return pool.look(
        report(LeakReport.Status.CRITICAL, 12, 7, 0, List.of(), List.of()), 9, second * SECOND);
  }

  private HealthReport.PoolCheck look(int discrepancy, int second) {
    LeakReport.Status status =
        discrepancy == 0 ? LeakReport.Status.HEALTHY : LeakReport.Status.WARNING;
    return pool.look(report(status, 0, 0, discrepancy, List.of(), List.of()), 9, second * SECOND);
  }

  private static LeakReport report(
      LeakReport.Status status,
      int checkedOut,
      int waiting,
      int discrepancy,
      List<LeakReport.SiteUse> sites,
      List<LeakReport.HeldBorrow> held) {
    return new LeakReport(
        status,
        checkedOut * 100 / 12,
        12,
        checkedOut,
        12 - checkedOut,
        12,
        waiting,
        sites,
        new LeakReport.TrackingStats(0, 0, 0, 0, 0, 0),
        discrepancy,
        held);
  }
}
