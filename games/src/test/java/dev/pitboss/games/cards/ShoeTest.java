package dev.pitboss.games.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShoeTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 6, 8})
  void everyCardIsDealtOncePerDeck(int decks) {
    Shoe shoe = new Shoe(decks, new Random(decks)::nextInt);
    Map<Card, Integer> dealt = new HashMap<>();
    for (int i = 0; i < decks * 52; i++) {
      dealt.merge(shoe.deal(), 1, Integer::sum);
    }

    assertThat(dealt).hasSize(52);
    assertThat(dealt.values()).containsOnly(decks);
    assertThat(shoe.remaining()).isZero();
    assertThatIllegalStateException().isThrownBy(shoe::deal);
  }

  @Test
  void dealtCardIsReplacedByTheLast() {
    Shoe shoe = new Shoe(1, _ -> 0);

    assertThat(IntStream.range(0, 4).mapToObj(_ -> shoe.deal().toString()))
        .containsExactly("2♦", "A♣", "A♠", "A♥");
  }

  @Test
  void firstCardsAreUniform() {
    long seed = 20_260_103;
    Random random = new Random(seed);
    int[] counts = new int[52 * 52];
    int rounds = 270_400;
    for (int round = 0; round < rounds; round++) {
      Shoe shoe = new Shoe(1, random::nextInt);
      int first = number(shoe.deal());
      counts[first * 52 + number(shoe.deal())]++;
    }
    double expected = rounds / (52.0 * 51);
    double chiSquare = 0;
    for (int i = 0; i < counts.length; i++) {
      boolean isSameCardTwice = i / 52 == i % 52;
      if (isSameCardTwice) {
        assertThat(counts[i]).isZero();
      } else {
        chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
      }
    }
    // 2651 degrees of freedom: the 99.9 % quantile.
    assertThat(chiSquare).as("seed %d", seed).isBetween(2400.0, 2883.0);
  }

  @Test
  void cardsAreNumberedAsVerifiersDo() {
    assertThat(List.of(0, 1, 2, 3, 4, 51).stream().map(number -> Card.of(number).toString()))
        .containsExactly("2♦", "2♥", "2♠", "2♣", "3♦", "A♣");
    assertThat(
            IntStream.range(0, 52)
                .mapToObj(Card::of)
                .map(card -> Card.parse(card.toString()))
                .distinct())
        .hasSize(52);
    assertThatIllegalArgumentException().isThrownBy(() -> Card.of(52)).withMessageContaining("52");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Card.parse("1♥"))
        .withMessageContaining("1♥");
  }

  @Test
  void shoeDoesNotShowItsCards() {
    assertThat(new Shoe(6, _ -> 0)).hasToString("Shoe[remaining=312]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shoe(9, _ -> 0))
        .withMessageContaining("9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shoe(0, _ -> 0))
        .withMessageContaining("0");
  }

  private static int number(Card card) {
    return IntStream.range(0, 52)
        .filter(number -> Card.of(number).equals(card))
        .findFirst()
        .orElseThrow();
  }
}
