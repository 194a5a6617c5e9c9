package dev.pitboss.games.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
