package dev.pitboss.server.restrictions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.Games;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileTest {
  private static final String STRICT =
      """
      {"id": "strict", "name": "Strict", "mandatoryLimits": ["loss"], "realityCheckMinutes": 30,
       "minimumCycleMillis": {"slots-20": 2500}, "maxStake": {"slots-20": 200}}
      """;

  @Test
  void profileIsRead() {
    Profile profile = Profile.parse(STRICT);
    assertThat(profile.mandatoryLimits()).containsExactly(LimitKind.LOSS);
    assertThat(profile.realityCheckMinutes()).isEqualTo(30);
    assertThat(profile.minimumCycleMillis()).containsEntry("slots-20", 2_500L);
    assertThat(profile.maxStake()).containsEntry("slots-20", 200L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"loss\"|\"fun\"|mandatoryLimits[0] must be loss, stake or time, got \"fun\"",
        "30,|0,|realityCheckMinutes must be 1 to 1440, got 0",
        "2500|60001|minimumCycleMillis.slots-20 must be 1 to 60000, got 60001",
        "200|0|maxStake.slots-20 must be positive, got 0",
        "maxStake|maxSteak|maxSteak is an unknown field",
        "\"strict\"|\"St rict\"|id must be a short lower-case name",
      })
  void documentThatMakesNoSenseIsRefusedWithItsPlace(String right, String wrong, String message) {
    assertThatThrownBy(() -> Profile.parse(STRICT.replace(right, wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void rulesOfPublishedGamesHoldForEveryGameThatIsNotOurs() {
    Profile profile = Profiles.shipped().find("strict").orElseThrow();

    assertThat(Profile.OWN_GAMES)
        .isEqualTo(Games.offered().stream().map(Game::id).collect(Collectors.toSet()));
    assertThat(profile.cycleMillis("night-run")).isEqualTo(5_000);
    assertThat(profile.highestStake("night-run")).isEqualTo(200);
    assertThat(profile.highestStake("roulette")).isNull();
    assertThat(profile.cycleMillis("crash")).isNull();
  }

  @Test
  void shippedProfilesSpeakOfGamesThereAre() {
    assertThat(Profiles.shipped().find(Profiles.SOCIAL)).isPresent();
    List<String> known = new ArrayList<>(List.of(Profile.PUBLISHED));
    known.addAll(Games.offered().stream().map(Game::id).toList());
    for (Profile profile : Profiles.shipped().all()) {
      assertThat(known)
          .containsAll(profile.minimumCycleMillis().keySet())
          .containsAll(profile.maxStake().keySet());
    }
  }

  @Test
  void frontEndsAreAskedForWhatIsListedAndForWhatFollowsFromAutoplay() {
    Profile listed =
        Profile.parse(
            STRICT.replace(
                "\"maxStake\"", "\"frontEnds\": [\"disabledBuyFeature\"], \"maxStake\""));
    assertThat(listed.asks(FrontEndFlag.DISABLED_BUY_FEATURE)).isTrue();
    assertThat(listed.asks(FrontEndFlag.DISABLED_TURBO)).isFalse();

    Profile slow =
        Profile.parse(STRICT.replace("\"maxStake\"", "\"autoplay\": false, \"maxStake\""));
    assertThat(slow.asks(FrontEndFlag.DISABLED_TURBO)).isTrue();
    assertThat(slow.asks(FrontEndFlag.DISABLED_AUTOPLAY)).isTrue();
    assertThat(slow.asks(FrontEndFlag.DISABLED_BUY_FEATURE)).isFalse();

    assertThatThrownBy(() ->
            Profile.parse(
                STRICT.replace("\"maxStake\"", "\"frontEnds\": [\"noTurbo\"], \"maxStake\"")))
        .hasMessageContaining("frontEnds[0] must be one of disabledFullscreen, ")
        .hasMessageContaining("got \"noTurbo\"");
  }
}
