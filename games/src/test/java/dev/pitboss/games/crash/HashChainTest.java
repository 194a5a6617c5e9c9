package dev.pitboss.games.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pitboss.games.statistics.ChiSquare;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HashChainTest {
  private static final GameHash SECRET = GameHash.of("5e".repeat(32));

  private final HashChain chain = HashChain.of(SECRET, 2_500);

  @Test
  void everyRoundLeadsToTheOneBeforeAndTheFirstToTheEnd() {
    assertThat(chain.hashOf(1).before()).isEqualTo(chain.end());
    for (int number = 2; number <= chain.length(); number++) {
      assertThat(chain.hashOf(number).before()).isEqualTo(chain.hashOf(number - 1));
    }
  }

  @Test
  void lastRoundIsTheSecret() {
    assertThat(chain.hashOf(2_500)).isEqualTo(SECRET);
    assertThat(HashChain.of(SECRET, 1).hashOf(1)).isEqualTo(SECRET);
  }

  @Test
  void endCommitsToEveryRoundAtItsNumberOnly() {
    GameHash hash = chain.hashOf(1_234);

    assertThat(HashChain.commitsTo(chain.end(), hash, 1_234)).isTrue();
    assertThat(HashChain.commitsTo(chain.end(), hash, 1_233)).isFalse();
    assertThat(HashChain.commitsTo(chain.end(), hash.before(), 1_234)).isFalse();
    assertThat(HashChain.commitsTo(chain.end(), chain.end(), 0)).isFalse();
  }

  /// Ten bands a round falls into equally often, as nearly as hundredths allow; one in a hundred
  /// fails by chance, and this seed does not.
  @Test
  void crashPointsOfAChainFitTheirChancesAndDoNotFollowFromTheOneBefore() {
    long[] bounds = {101, 110, 123, 141, 165, 198, 247, 330, 495, 990};
    double[] chances = new double[bounds.length + 1];
    for (int i = 0; i <= bounds.length; i++) {
      double reached = i == 0 ? 1 : Crash.chanceToReach(bounds[i - 1]).toDouble();
      double beyond = i == bounds.length ? 0 : Crash.chanceToReach(bounds[i]).toDouble();
      chances[i] = reached - beyond;
    }
    long[] singles = new long[chances.length];
    long[] pairs = new long[chances.length * chances.length];
    GameHash hash = SECRET;
    int previous = -1;
    for (int i = 0; i < 200_000; i++) {
      long point = Crash.crashPoint(hash, "0123456789abcdef");
      int band = (int) Arrays.stream(bounds).filter(bound -> point >= bound).count();
      singles[band]++;
      if (previous >= 0) {
        pairs[previous * chances.length + band]++;
      }
      previous = band;
      hash = hash.before();
    }
    assertThat(ChiSquare.of(singles, chances).pValue()).isGreaterThan(0.005);
    assertThat(ChiSquare.serial(pairs, chances).pValue()).isGreaterThan(0.005);
  }

  @Test
  void hashHidesItselfInText() {
    assertThat(SECRET.toString()).doesNotContain(SECRET.hex()).contains(SECRET.before().hex());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GameHash.of("5E".repeat(32)))
        .withMessageNotContaining("5E");
  }

  @Test
  void chainHasNoOtherRounds() {
    assertThatIllegalArgumentException().isThrownBy(() -> chain.hashOf(0));
    assertThatIllegalArgumentException().isThrownBy(() -> chain.hashOf(2_501));
    assertThatIllegalArgumentException().isThrownBy(() -> HashChain.of(SECRET, 0));
  }

  @Test
  void roundHasTwoDrawsAndNoOther() {
    ChainDraws draws = new ChainDraws(SECRET, "salt");

    assertThatIllegalArgumentException().isThrownBy(() -> draws.below(37));
    assertThat(draws.below(ChainDraws.BOUND)).isBetween(0, ChainDraws.BOUND - 1);
    draws.below(ChainDraws.BOUND);
    assertThatIllegalArgumentException().isThrownBy(() -> draws.below(ChainDraws.BOUND));
  }
}
