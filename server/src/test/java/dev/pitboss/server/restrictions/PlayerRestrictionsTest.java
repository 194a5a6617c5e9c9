package dev.pitboss.server.restrictions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.ledger.EntryKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlayerRestrictionsTest {
  private static final Instant NOW = Instant.parse("2031-03-12T10:00:00Z");
  private static final String GAME = "roulette";

  private static final Profile SOCIAL =
      new Profile("social", "", Set.of(), null, Map.of(), Map.of(), true, Set.of(), List.of());

  @Test
  void whoHasSetNothingIsFree() {
    PlayerRestrictions restrictions = restrictions(SOCIAL);
    assertThat(restrictions.barrier(bet(1_000_000), NOW)).isEmpty();
  }

  @Test
  void stakesUpToTheLimitAndNotBeyond() {
    PlayerRestrictions restrictions =
        restrictions(SOCIAL, limit(LimitKind.STAKE, Period.DAY, 100))
            .after(win(90, 900), Optional.of(GAME), NOW);
    assertThat(restrictions.barrier(bet(10), NOW)).isEmpty();
    assertThat(restrictions.barrier(bet(11), NOW))
        .contains(
            new Restriction.LimitReached(
                LimitKind.STAKE, Period.DAY, 100, 90, Instant.parse("2031-03-13T00:00:00Z")));
    assertThat(restrictions.barrier(bet(11), NOW.plus(Duration.ofDays(1)))).isEmpty();
  }

  @Test
  void lossIsWhatTheStakeCouldMakeIt() {
    PlayerRestrictions restrictions =
        restrictions(SOCIAL, limit(LimitKind.LOSS, Period.WEEK, 100))
            .after(win(90, 30), Optional.of(GAME), NOW);
    assertThat(restrictions.barrier(bet(40), NOW)).isEmpty();
    assertThat(restrictions.barrier(bet(41), NOW))
        .contains(
            new Restriction.LimitReached(
                LimitKind.LOSS, Period.WEEK, 100, 60, Instant.parse("2031-03-17T00:00:00Z")));
  }

  @Test
  void whatWasWonMayBeLostAgain() {
    PlayerRestrictions restrictions =
        restrictions(SOCIAL, limit(LimitKind.LOSS, Period.MONTH, 100))
            .after(win(10, 60), Optional.of(GAME), NOW);
    assertThat(restrictions.used(LimitKind.LOSS, Period.MONTH, NOW)).isZero();
    assertThat(restrictions.barrier(bet(150), NOW)).isEmpty();
    assertThat(restrictions.barrier(bet(151), NOW)).isPresent();
  }

  @Test
  void timeEndsAlsoForWhoComesBackAfterABreak() {
    PlayerRestrictions restrictions =
        restrictions(SOCIAL, limit(LimitKind.TIME, Period.DAY, 2))
            .after(win(1, 0), Optional.of(GAME), NOW);
    assertThat(restrictions.barrier(bet(1), NOW.plusSeconds(60))).isEmpty();
    assertThat(restrictions.barrier(bet(1), NOW.plusSeconds(61))).isPresent();
    PlayerRestrictions almost =
        restrictions.after(win(1, 0, NOW.plusSeconds(59)), Optional.of(GAME), NOW.plusSeconds(59));
    assertThat(almost.barrier(bet(1), NOW.plusSeconds(3_600))).isPresent();
  }

  @Test
  void exclusionGoesBeforeEverythingAndEndsWhenItEnds() {
    Instant end = NOW.plusSeconds(10);
    PlayerRestrictions excluded = with(new Exclusions(null, end));
    assertThat(excluded.barrier(bet(1), NOW)).contains(new Restriction.SelfExcluded(end));
    assertThat(excluded.barrier(bet(1), end)).isEmpty();
    assertThat(with(new Exclusions(null, Instant.MAX)).barrier(bet(1), NOW))
        .contains(new Restriction.SelfExcluded(null));
    assertThat(with(new Exclusions(end, null)).barrier(bet(1), NOW))
        .contains(new Restriction.CoolingOff(end));
  }

  @Test
  void mandatoryLimitsAreSetBeforePlay() {
    Profile strict =
        new Profile(
            "s",
            "",
            Set.of(LimitKind.LOSS, LimitKind.TIME),
            null,
            Map.of(),
            Map.of(),
            true,
            Set.of(),
            List.of());
    assertThat(restrictions(strict).barrier(bet(1), NOW))
        .contains(new Restriction.LimitsRequired(Set.of(LimitKind.LOSS, LimitKind.TIME)));
    assertThat(restrictions(strict, limit(LimitKind.LOSS, Period.MONTH, 5)).barrier(bet(1), NOW))
        .contains(new Restriction.LimitsRequired(Set.of(LimitKind.TIME)));
    assertThat(
            restrictions(
                    strict,
                    limit(LimitKind.LOSS, Period.MONTH, 5),
                    limit(LimitKind.TIME, Period.DAY, 60))
                .barrier(bet(1), NOW))
        .isEmpty();
  }

  @Test
  void betsOnOneGameKeepTheirDistance() {
    Profile slow =
        new Profile(
            "s", "", Set.of(), null, Map.of(GAME, 2_500L), Map.of(), true, Set.of(), List.of());
    PlayerRestrictions restrictions = restrictions(slow).after(win(1, 0), Optional.of(GAME), NOW);
    assertThat(restrictions.barrier(bet(1), NOW.plusMillis(2_000)))
        .contains(new Restriction.TooFast(Duration.ofMillis(500)));
    assertThat(restrictions.barrier(bet(1), NOW.plusMillis(2_500))).isEmpty();
    assertThat(restrictions.barrier(new PlayerRestrictions.Stake("baccarat", 1, true), NOW))
        .isEmpty();
    assertThat(restrictions.barrier(new PlayerRestrictions.Stake(GAME, 1, false), NOW)).isEmpty();
  }

  @Test
  void stakeIsAtMostWhatTheProfileAllows() {
    Profile small =
        new Profile(
            "s", "", Set.of(), null, Map.of(), Map.of(GAME, 200L), true, Set.of(), List.of());
    assertThat(restrictions(small).barrier(bet(200), NOW)).isEmpty();
    assertThat(restrictions(small).barrier(bet(201), NOW))
        .contains(new Restriction.StakeTooHigh(200));
  }

  @Test
  void realityCheckIsDueWhileAStreakGoesOn() {
    Profile checked =
        new Profile("s", "", Set.of(), 30, Map.of(), Map.of(), true, Set.of(), List.of());
    PlayerRestrictions restrictions = restrictions(checked);
    Instant at = NOW;
    for (int i = 0; i < 3; i++) {
      restrictions = restrictions.after(win(10, 0, at), Optional.of(GAME), at);
      at = at.plusSeconds(599);
    }
    assertThat(restrictions.barrier(bet(1), NOW.plusSeconds(1_799))).isEmpty();
    assertThat(restrictions.barrier(bet(1), NOW.plusSeconds(1_800)))
        .contains(new Restriction.RealityCheckDue(Duration.ofMinutes(30), -30));
    Instant afterBreak = NOW.plusSeconds(2 * 599).plus(PlaySession.BREAK).plusMillis(1);
    assertThat(restrictions.barrier(bet(1), afterBreak)).isEmpty();
  }

  @Test
  void whatIsRememberedUnderOtherRulesIsReadAnew() {
    OperatorRules house = new OperatorRules(new OperatorRules.Rules(SOCIAL, ZoneOffset.UTC));
    PlayerRestrictions restrictions = PlayerRestrictions.free(house, house.rules());
    assertThat(restrictions.barrier(bet(1), NOW)).isEmpty();
    house.change(new OperatorRules.Rules(SOCIAL, java.time.ZoneId.of("Europe/Malta")));
    assertThat(restrictions.barrier(bet(1), NOW)).contains(new Restriction.Outdated());
  }

  @Test
  void whatWasAddedUpForLongIsReadAnew() {
    PlayerRestrictions restrictions =
        restrictions(SOCIAL, limit(LimitKind.STAKE, Period.DAY, 1_000_000));
    for (int bet = 0; bet < PlayerRestrictions.MAX_ENTRIES / 2; bet++) {
      restrictions = restrictions.after(win(1, 1), Optional.of(GAME), NOW);
    }
    assertThat(restrictions.barrier(bet(1), NOW)).isEmpty();
    assertThat(restrictions.after(win(1, 1), Optional.of(GAME), NOW).barrier(bet(1), NOW))
        .contains(new Restriction.Outdated());
  }

  private static PlayerRestrictions.Stake bet(long stake) {
    return new PlayerRestrictions.Stake(GAME, stake, true);
  }

  private static Limit limit(LimitKind kind, Period period, long amount) {
    return new Limit(kind, period, new Setting(amount, null, null));
  }

  private static PlayerRestrictions restrictions(Profile profile, Limit... limits) {
    OperatorRules house = new OperatorRules(new OperatorRules.Rules(profile, ZoneOffset.UTC));
    return new PlayerRestrictions(
        house,
        house.rules(),
        List.of(limits),
        Setting.NONE,
        Instant.EPOCH,
        Exclusions.NONE,
        UsageTotals.NONE,
        Map.of(),
        false);
  }

  private static PlayerRestrictions with(Exclusions exclusions) {
    PlayerRestrictions free = restrictions(SOCIAL);
    return new PlayerRestrictions(
        free.house(),
        free.rules(),
        List.of(),
        Setting.NONE,
        Instant.EPOCH,
        exclusions,
        UsageTotals.NONE,
        Map.of(),
        true);
  }

  private static List<PlayEntry> win(long stake, long payout) {
    return win(stake, payout, NOW);
  }

  private static List<PlayEntry> win(long stake, long payout, Instant at) {
    UUID ref = UUID.randomUUID();
    return List.of(
        new PlayEntry(EntryKind.STAKE, -stake, ref, at),
        new PlayEntry(EntryKind.PAYOUT, payout, ref, at));
  }
}
