package dev.pitboss.games.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrawSchemeTest {
  private static final ServerSeed SERVER = ServerSeed.of("f7b51b19a4563681f2c1e00ef747884a");
  private static final ClientSeed CLIENT = new ClientSeed("94ffb08138facf8cffa9c376d703aaed");

  @Test
  void stakeSchemeGivesThePublishedRoulettePockets() {
    assertThat(
            LongStream.range(0, 5)
                .mapToObj(nonce -> DrawScheme.STAKE.draws(SERVER, CLIENT, nonce).below(37)))
        .containsExactly(33, 6, 22, 33, 16);
  }

  @Test
  void stakeSchemeGivesThePublishedSlotStops() {
    SeededDraws draws =
        DrawScheme.STAKE.draws(
            ServerSeed.of("a1c0b94f9a5e5ab9c0f08f2982537bd8"),
            new ClientSeed("d99174a86f29ac19c0b512e04b99461b"),
            0);

    assertThat(IntStream.of(30, 30, 30, 30, 41).map(draws::below))
        .containsExactly(11, 23, 24, 9, 15);
  }

  @Test
  void stakeSchemeGivesThePublishedCards() {
    SeededDraws draws =
        DrawScheme.STAKE.draws(
            ServerSeed.of("28ca8b5734401f5236ccb305e4526d07"),
            new ClientSeed("b42fa130a68dfe8133fa268d5fb34cbe"),
            0);
    List<String> ranks = List.of("2", "3", "4", "5", "6", "7", "8", "9", "10", "J", "Q", "K", "A");
    List<String> suits = List.of("♦", "♥", "♠", "♣");

    assertThat(
            IntStream.range(0, 8)
                .map(_ -> draws.below(52))
                .mapToObj(card -> ranks.get(card / 4) + suits.get(card % 4)))
        .containsExactly("4♥", "Q♥", "4♣", "2♣", "Q♠", "5♥", "9♥", "10♥");
  }

  @Test
  void stakeSchemeEqualsTheSumOfByteFractions() {
    SeededDraws draws = DrawScheme.STAKE.draws(SERVER, CLIENT, 7);
    byte[] block = block(7, 0);
    for (int draw = 0; draw < 8; draw++) {
      BigDecimal fraction = BigDecimal.ZERO;
      for (int i = 0; i < 4; i++) {
        int unsigned = Byte.toUnsignedInt(block[draw * 4 + i]);
        fraction =
            fraction.add(BigDecimal.valueOf(unsigned).divide(BigDecimal.valueOf(256).pow(i + 1)));
      }
      int bound = 1_000_003 + draw;
      assertThat(draws.below(bound))
          .isEqualTo(fraction.multiply(BigDecimal.valueOf(bound)).intValue());
    }
  }

  @Test
  void pitbossSchemeSkipsWordsThatWouldBias() {
    // Above half of 2³², about half of all words are refused; redo it from the bytes alone.
    int bound = (1 << 30) + (1 << 29) + 1;
    SeededDraws draws = DrawScheme.PITBOSS_1.draws(SERVER, CLIENT, 3);
    long limit = (1L << 32) / bound * bound;
    int word = 0;
    int refused = 0;
    for (int draw = 0; draw < 40; draw++) {
      long value = word(3, word++);
      while (value >= limit) {
        refused++;
        value = word(3, word++);
      }
      assertThat(draws.below(bound)).isEqualTo((int) (value % bound));
    }
    assertThat(refused).as("words refused").isPositive();
    assertThat(draws.made().getLast().cursor()).isEqualTo((word - 1) * 4);
  }

  @Test
  void everyDrawIsRememberedWithItsWord() {
    SeededDraws draws = DrawScheme.PITBOSS_1.draws(SERVER, CLIENT, 0);
    for (int draw = 0; draw < 10; draw++) {
      draws.below(37);
    }

    assertThat(draws.made()).hasSize(10);
    assertThat(draws.made().get(9).cursor())
        .as("the tenth draw is the second of the second block")
        .isEqualTo(36);
    assertThat(draws.made())
        .allSatisfy(made -> {
          assertThat(made.word()).isEqualTo(word(0, made.cursor() / 4));
          assertThat(made.value()).isEqualTo((int) (made.word() % 37));
        });
  }

  @ParameterizedTest
  @EnumSource
  void sameSeedsAndNonceGiveTheSameDraws(DrawScheme scheme) {
    assertThat(first(scheme, CLIENT, 5)).isEqualTo(first(scheme, CLIENT, 5));
    assertThat(first(scheme, CLIENT, 5)).isNotEqualTo(first(scheme, CLIENT, 6));
    assertThat(first(scheme, CLIENT, 5)).isNotEqualTo(first(scheme, new ClientSeed("other"), 5));
  }

  @ParameterizedTest
  @EnumSource
  void pocketsAreUniform(DrawScheme scheme) {
    int rounds = 100_000;
    long[] counts = new long[37];
    long[] pairs = new long[37 * 37];
    int previous = 0;
    SeededDraws draws = scheme.draws(SERVER, CLIENT, 1);
    for (int round = 0; round < rounds; round++) {
      int pocket = draws.below(37);
      counts[pocket]++;
      pairs[previous * 37 + pocket]++;
      previous = pocket;
    }
    // Fixed seeds, so these cannot fail by chance; the limits are the 99.9 % quantiles.
    assertThat(chiSquare(counts, rounds)).isBetween(10.0, 67.99);
    assertThat(chiSquare(pairs, rounds)).isBetween(1200.0, 1534.0);
  }

  @ParameterizedTest
  @EnumSource
  void boundOfOneAlwaysGivesZero(DrawScheme scheme) {
    assertThat(scheme.draws(SERVER, CLIENT, 0).below(1)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void largestBoundStaysInRange(DrawScheme scheme) {
    SeededDraws draws = scheme.draws(SERVER, CLIENT, 0);
    for (int draw = 0; draw < 1000; draw++) {
      assertThat(draws.below(Integer.MAX_VALUE)).isBetween(0, Integer.MAX_VALUE - 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void boundBelowOneIsRefused(DrawScheme scheme) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scheme.draws(SERVER, CLIENT, 0).below(0))
        .withMessageContaining("0");
  }

  @Test
  void negativeNonceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DrawScheme.PITBOSS_1.draws(SERVER, CLIENT, -1))
        .withMessageContaining("-1");
  }

  @Test
  void schemesAreFoundByTheirIds() {
    assertThat(DrawScheme.of("pitboss-1")).contains(DrawScheme.PITBOSS_1);
    assertThat(DrawScheme.of("stake")).contains(DrawScheme.STAKE);
    assertThat(DrawScheme.of("PITBOSS_1")).isEmpty();
  }

  private static List<Integer> first(DrawScheme scheme, ClientSeed client, long nonce) {
    SeededDraws draws = scheme.draws(SERVER, client, nonce);
    return IntStream.range(0, 8).mapToObj(_ -> draws.below(1_000_000)).toList();
  }

  private static double chiSquare(long[] counts, int rounds) {
    double expected = (double) rounds / counts.length;
    return Arrays.stream(counts)
        .mapToDouble(count -> (count - expected) * (count - expected) / expected)
        .sum();
  }

  private static long word(long nonce, int index) {
    byte[] block = block(nonce, index / 8);
    return new BigInteger(1, Arrays.copyOfRange(block, index % 8 * 4, index % 8 * 4 + 4))
        .longValueExact();
  }

  private static byte[] block(long nonce, int round) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SERVER.text().getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
      return mac.doFinal(
          (CLIENT.text() + ":" + nonce + ":" + round).getBytes(StandardCharsets.US_ASCII));
    } catch (java.security.GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
