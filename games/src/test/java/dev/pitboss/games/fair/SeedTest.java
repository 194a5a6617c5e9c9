package dev.pitboss.games.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedTest {
  @Test
  void commitmentIsTheHashOfTheText() {
    // FIPS 180-4's example for "abc".
    assertThat(ServerSeed.of("abc").hash().hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void commitmentKnowsItsSeed() {
    ServerSeed seed = ServerSeed.fromEntropy(new byte[32]);

    assertThat(seed.hash().commitsTo(seed)).isTrue();
    assertThat(seed.hash().commitsTo(ServerSeed.of("0".repeat(63)))).isFalse();
  }

  @Test
  void entropyBecomesItsHex() {
    byte[] entropy = new byte[32];
    entropy[0] = (byte) 0xAB;
    entropy[31] = 1;

    assertThat(ServerSeed.fromEntropy(entropy).text())
        .isEqualTo(HexFormat.of().formatHex(entropy))
        .hasSize(64);
  }

  @Test
  void tooLittleEntropyIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSeed.fromEntropy(new byte[16]))
        .withMessageContaining("16");
  }

  @Test
  void serverSeedDoesNotShowItself() {
    ServerSeed seed = ServerSeed.of("very-secret");

    assertThat(seed).hasToString("ServerSeed[hash=" + seed.hash().hex() + "]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSeed.of("very secret"))
        .withMessageNotContaining("very");
  }

  @Test
  void refusedSeedSaysWhichCharacterIsAtFault() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSeed.of("a b"))
        .withMessage(
            "A server seed is 1 to 128 visible ASCII characters without spaces;"
                + " character 2 is a space (not shown)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClientSeed("a b"))
        .withMessage(
            "A client seed is 1 to 64 visible ASCII characters without spaces;"
                + " character 2 is a space, got 'a b'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSeed.of("aé"))
        .withMessageContaining("character 2 is U+00E9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSeed.of("a".repeat(129)))
        .withMessageContaining("it has 129 characters");
  }

  @Test
  void equalTextsAreEqualSeeds() {
    assertThat(ServerSeed.of("a"))
        .isEqualTo(ServerSeed.of("a"))
        .hasSameHashCodeAs(ServerSeed.of("a"));
    assertThat(ServerSeed.of("a")).isNotEqualTo(ServerSeed.of("b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "with space", "tab\t", "ünicode", "\u007F"})
  void clientSeedOutsidePrintableAsciiIsRefusedAndShown(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClientSeed(text))
        .withMessageContaining("'" + text + "'");
  }

  @Test
  void clientSeedIsAtMostSixtyFourCharacters() {
    assertThat(new ClientSeed("~".repeat(64)).text()).hasSize(64);
    assertThatIllegalArgumentException().isThrownBy(() -> new ClientSeed("!".repeat(65)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "abc", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"})
  void hashThatIsNotLowerCaseHexIsRefused(String hex) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ServerSeedHash(hex))
        .withMessageContaining("'" + hex + "'");
  }
}
