package dev.pitboss.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Rates and percentiles of the last minute, from meters as requests leave them.
final class TrafficTest {
  private static final String BET = "/api/casino/play/slots-20";
  private static final String STAFF = "/api/ops/overview";

  private final Metrics metrics = new Metrics();
  private final Traffic traffic = new Traffic(metrics.registry());
  private long nanos;

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void nothingIsKnownBeforeTwoLooks() {
    assertThat(traffic.report().all().latency().p99Millis()).isNull();
    lookAfter(0);
    answered(BET, 200, 3, 10);
    assertThat(traffic.report().all().latency().perSecond()).isZero();
    assertThat(traffic.report().seconds()).isZero();
  }

  @Test
  void ratesAreOfTheLastMinute() {
    answered(BET, 200, 3, 1_000); // before the first look
    lookAfter(0);
    answered(BET, 200, 3, 500);
    for (int second = 0; second < 60; second++) {
      lookAfter(1);
    }
    assertThat(traffic.report().all().latency().perSecond()).isCloseTo(500 / 60.0, within(0.01));
    answered(BET, 200, 3, 60);
    for (int second = 0; second < 60; second++) {
      lookAfter(1);
    }
    assertThat(traffic.report().seconds()).isCloseTo(60, within(0.01));
    assertThat(traffic.report().all().latency().perSecond()).isCloseTo(1, within(0.01));
    assertThat(traffic.requests()).isEqualTo(1_560);
  }

  @Test
  void percentilesAreInterpolatedWithinABucket() {
    lookAfter(0);
    answered(BET, 200, 3, 50); // within 2 to 5 ms
    answered(BET, 200, 40, 45); // within 25 to 50 ms
    answered(BET, 200, 5_000, 5); // above all
    lookAfter(10);
    TrafficReport.Latency latency = traffic.report().all().latency();
    assertThat(latency.p50Millis()).isCloseTo(5, within(0.001));
    assertThat(latency.p95Millis()).isCloseTo(50, within(0.001));
    assertThat(latency.p99Millis()).isEqualTo(3_000);
  }

  @Test
  void errorsAreToldApartByTheirStatusAndGroupsByTheirRoute() {
    lookAfter(0);
    answered(BET, 200, 3, 90);
    answered(BET, 409, 3, 20);
    answered(BET, 503, 3, 10);
    answered(STAFF, 200, 3, 80);
    answered("/*", 200, 3, 1);
    answered("(none)", 404, 0, 1);
    lookAfter(10);
    TrafficReport report = traffic.report();
    assertThat(report.groups())
        .extracting(TrafficReport.Figures::name)
        .containsExactly("Bets", "Staff API", "Pages", "No such route");
    TrafficReport.Figures bets = report.groups().getFirst();
    assertThat(bets.clientErrorsPerSecond()).isCloseTo(2, within(0.01));
    assertThat(bets.serverErrorsPerSecond()).isCloseTo(1, within(0.01));
    assertThat(bets.errorRate()).isCloseTo(10 / 120.0, within(0.0001));
    assertThat(report.all().errorRate()).isCloseTo(10 / 202.0, within(0.0001));
    assertThat(report.groups().get(1).errorRate()).isZero();
  }

  @Test
  void chartsSeeWhatHasJustBegun() {
    lookAfter(0);
    answered(BET, 200, 1, 1_000);
    for (int second = 0; second < 50; second++) {
      lookAfter(1);
    }
    answered(BET, 200, 2_000, 100);
    lookAfter(1);
    assertThat(traffic.latency(Traffic.SHORT_WINDOW).p50Millis()).isGreaterThan(1_000);
    assertThat(traffic.report().all().latency().p50Millis()).isLessThanOrEqualTo(1);
  }

  @Test
  void settlementIsCountedByItself() {
    lookAfter(0);
    for (int bet = 0; bet < 100; bet++) {
      metrics.settlementTimes().accept(TimeUnit.MILLISECONDS.toNanos(8));
    }
    lookAfter(10);
    assertThat(traffic.report().settlement().perSecond()).isCloseTo(10, within(0.01));
    assertThat(traffic.report().settlement().p99Millis()).isBetween(5.0, 10.0);
    assertThat(traffic.report().all().latency().perSecond()).isZero();
  }

  private void lookAfter(long seconds) {
    nanos += TimeUnit.SECONDS.toNanos(seconds);
    traffic.look(nanos);
  }

  /// As the HTTP server does.
  private void answered(String route, int status, long millis, int times) {
    Timer requests =
        Timer.builder("pitboss.http.requests")
            .tag("route", route)
            .tag("status", Integer.toString(status))
            .register(metrics.registry());
    Timer latency =
        Timer.builder("pitboss.http.latency")
            .tag("route", route)
            .serviceLevelObjectives(Metrics.latencyBuckets())
            .register(metrics.registry());
    for (int time = 0; time < times; time++) {
      requests.record(Duration.ofMillis(millis));
      latency.record(Duration.ofMillis(millis));
    }
  }
}
