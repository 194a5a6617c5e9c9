package dev.pitboss.games.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BookTableTest {
  @Test
  void sumOfWeightsIsExactBeyond64Bits() {
    BookTable table = Tables.ofWeights(-1, -1, 1, Long.MIN_VALUE, -1);

    assertThat(table.totalWeight())
        .isEqualTo(
            new BigInteger("18446744073709551615")
                .multiply(BigInteger.valueOf(3))
                .add(BigInteger.ONE)
                .add(new BigInteger("9223372036854775808")));
  }

  @Test
  void sumOfWeightsIsThatOfAddingThemOneByOne() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      BookTable table = Tables.random(random);
      BigInteger sum = BigInteger.ZERO;
      for (int row = 0; row < table.size(); row++) {
        sum = sum.add(new BigInteger(Long.toUnsignedString(table.weight(row))));
      }
      assertThat(table.totalWeight()).isEqualTo(sum);
    }
  }

  @Test
  void booksAreFoundByTheirIdsInAnyOrder() {
    Random random = new Random(2);
    for (int i = 0; i < 300; i++) {
      BookTable table = Tables.random(random);
      for (int row = 0; row < table.size(); row++) {
        assertThat(table.rowOf(table.id(row))).hasValue(row);
      }
    }
    assertThat(Tables.ofWeights(1, 1).rowOf(2)).isEmpty();
  }

  @Test
  void anIdThatStandsTwiceIsRefused() {
    BookTable.Builder table = new BookTable.Builder();
    table.add(5, 1, 0);
    table.add(3, 1, 0);
    assertThat(table.firstRepeated()).isEmpty();
    table.add(5, 1, 0);

    assertThat(table.firstRepeated()).hasValue(2);
    assertThatThrownBy(table::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("id 5 stands twice");
  }

  @Test
  void weightZeroAndPayoutsBeyondExactJsonNumbersAreRefused() {
    BookTable.Builder table = new BookTable.Builder();
    table.add(0, 1, BookTable.MAX_PAYOUT);

    assertThatThrownBy(() -> table.add(1, 0, 10)).hasMessageContaining("weight must be from 1");
    assertThatThrownBy(() -> table.add(1, 1, BookTable.MAX_PAYOUT + 1))
        .hasMessageContaining("payout must be from 0 to 9007199254740991, got 9007199254740992");
    assertThatThrownBy(() -> table.add(1, 1, -1)).hasMessageContaining("got 18446744073709551615");
    assertThat(table.size()).isOne();
  }

  @Test
  void aTableNeedsABook() {
    assertThatThrownBy(() -> new BookTable.Builder().build())
        .hasMessage("a mode needs at least one book");
  }

  @Test
  void payoutsAreMultiplesOfTheirStep() {
    BookTable.Builder table = new BookTable.Builder();
    table.add(0, 1, 0);
    assertThat(table.build().payoutStep()).isZero();
    table.add(1, 1, 30);
    table.add(2, 1, 200);
    assertThat(table.build().payoutStep()).isEqualTo(10);
    assertThat(table.build().maxPayout()).isEqualTo(200);
    table.add(3, 1, 45);
    assertThat(table.build().payoutStep()).isEqualTo(5);
  }
}
