package dev.pitboss.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.server.hashing.Sha256;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BetDetailTest {
  private static final String RED =
      """
      {"bets":[{"type":"red","numbers":[1,3,5,7,9,12,14,16,18,19,21,23,25,27,30,32,34,36],"stake":20}]}\
      """;
  private static final String LOST = "{\"pocket\":26,\"color\":\"black\",\"wins\":[]}";

  /// What is stored stays: a change here would make stored bets unreadable, or other bets.
  @Test
  void storedFormDoesNotChange() {
    assertThat(HexFormat.of().formatHex(Sha256.of(BetDetail.words())))
        .isEqualTo("3cc0329d1bf3e00adc93d17d44dbdf425e16cad58cc0492a6000fc8a7b0be8b8");
    assertThat(HexFormat.of().formatHex(new BetDetail(RED, LOST).bytes()))
        .isEqualTo("011401ca1c0015d0171f");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      maxCharsPerColumn = 10_000,
      textBlock =
          """
          {"stake":20} ~ {"stops":[15,2],"grid":[["lantern","wild","crab"],["rope","ropes"]],"payout":0} ~ 60
          {"bets":[{"on":"tie","stake":7}]} ~ {"player":{"cards":["10♦","9♦"],"total":9}} ~ 40
          {"a":"Ünï\\n😀"} ~ {"b":"猫"} ~ 60
          {} ~ {} ~ 6
          """)
  void anyTextComesBackLetterByLetterAndWhatIsUsualIsShort(String bet, String outcome, int most) {
    byte[] bytes = new BetDetail(bet, outcome).bytes();

    assertThat(BetDetail.of(bytes)).isEqualTo(new BetDetail(bet, outcome));
    assertThat(bytes.length).isLessThanOrEqualTo(most);
  }

  @Test
  void textOfAnyLettersComesBack() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      String bet = text(random);
      String outcome = text(random);
      assertThat(BetDetail.of(new BetDetail(bet, outcome).bytes()))
          .isEqualTo(new BetDetail(bet, outcome));
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      int kind = random.nextInt(4);
      int letter =
          switch (kind) {
            case 0 -> random.nextInt(0x80);
            case 1 -> random.nextInt(0x80, 0xD800);
            case 2 -> random.nextInt(0x1_0000, 0x11_0000);
            default -> LOST.charAt(random.nextInt(LOST.length()));
          };
      text.appendCodePoint(letter);
    }
    return text.toString();
  }

  @Test
  void whatCannotBeReadIsRefusedAndSaysWhy() {
    byte[] later = new BetDetail(RED, LOST).bytes();
    later[0] = 2;
    assertThatThrownBy(() -> BetDetail.of(later))
        .hasMessageContaining("form 2")
        .hasMessageContaining("a newer version stored it");
    assertThatThrownBy(() -> BetDetail.of(new byte[0])).hasMessageContaining("form none");
    assertThatThrownBy(() -> BetDetail.of(new byte[] {1, 'a'})).hasMessageContaining("byte 2");
    assertThatThrownBy(() -> BetDetail.of(new byte[] {1, 0, (byte) 0xFF, 9, 'a'}))
        .hasMessageContaining("byte 2");
    assertThatThrownBy(() -> BetDetail.of(new byte[] {1, 0, 0})).hasMessageContaining("byte 2");
  }
}
