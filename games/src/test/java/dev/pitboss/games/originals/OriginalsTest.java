package dev.pitboss.games.originals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pitboss.games.Draws;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.ServerSeed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules, by draws made by hand, and as the verifiers in use have them.
class OriginalsTest {

  /// These numbers, one after the other.
  private static Draws drawing(Integer... numbers) {
    Iterator<Integer> left = Arrays.asList(numbers).iterator();
    return _ -> left.next();
  }

  @Test
  void rollAtTheTargetLosesOverAndUnder() {
    assertThat(new DiceBet(true, 5_050).play(drawing(5_050)).multiplier()).isZero();
    assertThat(new DiceBet(true, 5_050).play(drawing(5_051)).multiplier()).isEqualTo(200);
    assertThat(new DiceBet(false, 5_050).play(drawing(5_050)).multiplier()).isZero();
    assertThat(new DiceBet(false, 5_050).play(drawing(5_049)).multiplier()).isEqualTo(196);
  }

  @Test
  void targetOfDiceAllowsOneRollToNinetyEightPerCent() {
    assertThat(new DiceBet(true, 9_999).ways()).isEqualTo(1);
    assertThat(new DiceBet(true, 9_999).multiplier()).isEqualTo(990_099);
    assertThat(new DiceBet(true, 200).multiplier()).isEqualTo(101);
    assertThat(new DiceBet(false, 1).play(drawing(0)).multiplier()).isEqualTo(990_099);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DiceBet(true, 199))
        .withMessage("A target is 200 to 9999, got 199");
    assertThatIllegalArgumentException().isThrownBy(() -> new DiceBet(true, 10_000));
    assertThatIllegalArgumentException().isThrownBy(() -> new DiceBet(false, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DiceBet(false, 9_801))
        .withMessage("A target is 1 to 9800, got 9801");
  }

  @Test
  void limboWinsWhenItsTargetIsReached() {
    // 99 · 10⁸ / 49 500 000 is 200
    assertThat(new LimboBet(200).play(drawing(49_499_999)))
        .isEqualTo(new OriginalOutcome.Reached(200, 200));
    assertThat(new LimboBet(200).play(drawing(49_500_000)))
        .isEqualTo(new OriginalOutcome.Reached(199, 0));
    assertThat(new LimboBet(200).play(drawing(LimboBet.RESULTS - 1)))
        .as("never below 1.00")
        .isEqualTo(new OriginalOutcome.Reached(100, 0));
    assertThat(new LimboBet(100_000_000).play(drawing(0)))
        .isEqualTo(new OriginalOutcome.Reached(9_900_000_000L, 100_000_000));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 100, 100_000_001})
  void targetOfLimboOutOfRangeIsRefused(long target) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LimboBet(target))
        .withMessageContaining("101 to 100000000, got " + target);
  }

  @Test
  void ballEndsAsFarRightAsItTurnedRight() {
    assertThat(new PlinkoBet(8, Risk.HIGH).play(drawing(0, 0, 0, 0, 0, 0, 0, 0)))
        .isEqualTo(new OriginalOutcome.Path(List.of(0, 0, 0, 0, 0, 0, 0, 0), 0, 3_000));
    assertThat(new PlinkoBet(8, Risk.HIGH).play(drawing(1, 0, 1, 1, 1, 1, 1, 1)))
        .isEqualTo(new OriginalOutcome.Path(List.of(1, 0, 1, 1, 1, 1, 1, 1), 7, 488));
    assertThatIllegalArgumentException().isThrownBy(() -> new PlinkoBet(7, Risk.LOW));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PlinkoBet(17, Risk.LOW))
        .withMessage("Plinko has 8 to 16 rows, got 17");
  }

  @Test
  void wheelPaysTheSegmentItStopsAt() {
    assertThat(new WheelBet(10, Risk.HIGH).play(drawing(5)))
        .isEqualTo(new OriginalOutcome.Stop(5, 990));
    assertThat(new WheelBet(10, Risk.HIGH).play(drawing(4)))
        .isEqualTo(new OriginalOutcome.Stop(4, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WheelBet(25, Risk.LOW))
        .withMessage("A wheel has one of [10, 20, 30, 40, 50] segments, got 25");
  }

  /// A number that was drawn is not drawn again: the ones above it move down.
  @Test
  void kenoDrawsTenDifferentNumbers() {
    OriginalOutcome.Numbers first =
        (OriginalOutcome.Numbers)
            new KenoBet(List.of(1, 3, 40), Risk.HIGH).play(drawing(0, 0, 0, 0, 0, 0, 0, 0, 0, 30));

    assertThat(first.drawn()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 40);
    assertThat(first.hits()).isEqualTo(3);
    assertThat(first.multiplier()).isEqualTo(3_606);
  }

  @Test
  void picksOfKenoAreOneToTenDifferentNumbers() {
    assertThatIllegalArgumentException().isThrownBy(() -> new KenoBet(List.of(), Risk.LOW));
    assertThatIllegalArgumentException().isThrownBy(() -> new KenoBet(List.of(1, 1), Risk.LOW));
    assertThatIllegalArgumentException().isThrownBy(() -> new KenoBet(List.of(0), Risk.LOW));
    assertThatIllegalArgumentException().isThrownBy(() -> new KenoBet(List.of(41), Risk.LOW));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KenoBet.ofSize(11, Risk.LOW))
        .withMessageStartingWith("Picks are 1 to 10 different numbers of 1 to 40, got [1, 2,");
  }

  @Test
  void payoutsAreWhole() {
    assertThat(OriginalBet.payoutMinor(300, 101)).isEqualTo(303);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OriginalBet.payoutMinor(50, 101))
        .withMessage("A stake is a multiple of 100, got 50");
  }

  /// A result that stake.com's own verifier shows for these seeds.
  @Test
  void limboReachesWhatThePublicVerifierShows() {
    Draws draws =
        DrawScheme.STAKE.draws(
            ServerSeed.of("e8df2cc3b9ccb583ce5ea92336842387"),
            new ClientSeed("83e27f682128eb1852b048203dfd6931"),
            1_942_124);

    assertThat(new LimboBet(200).play(draws))
        .isEqualTo(new OriginalOutcome.Reached(380_769_230, 200));
  }

  /// Vectors of a public verifier, whose seeds have a space: our seeds have none, so the bytes are
  /// made here.
  @Test
  void limboAndKenoAreThoseOfAPublicVerifier() throws Exception {
    List<Long> reached = new ArrayList<>();
    for (int nonce = 1; nonce <= 3; nonce++) {
      reached.add(((OriginalOutcome.Reached) new LimboBet(200).play(withSpace(nonce))).reached());
    }
    assertThat(reached).containsExactly(132L, 183L, 428L);
    KenoBet keno = KenoBet.ofSize(1, Risk.LOW);
    assertThat(((OriginalOutcome.Numbers) keno.play(withSpace(1))).drawn())
        .containsExactly(30, 26, 10, 37, 22, 35, 25, 24, 39, 4);
    assertThat(((OriginalOutcome.Numbers) keno.play(withSpace(2))).drawn())
        .containsExactly(22, 26, 8, 4, 3, 19, 9, 2, 34, 10);
  }

  private static Draws withSpace(int nonce) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("server seed".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    ByteBuffer bytes = ByteBuffer.allocate(64);
    for (int block = 0; block < 2; block++) {
      bytes.put(
          mac.doFinal(("client seed:" + nonce + ":" + block).getBytes(StandardCharsets.UTF_8)));
    }
    bytes.flip();
    return bound -> (int) ((Integer.toUnsignedLong(bytes.getInt()) * bound) >>> Integer.SIZE);
  }

  @ParameterizedTest
  @EnumSource
  void rulesSayAllThatDecides(Original game) {
    assertThat(game.rules().version()).isEqualTo(game.id() + "/1");
    assertThat(game.rules().text()).contains("draw below", "payout = stake * multiplier");
    assertThat(Original.of(game.id())).contains(game);
    assertThat(game.parSheet().bets())
        .extracting(bet -> bet.bet())
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z0-9.-]+"));
  }

  @Test
  void bettingOnAllNumbersTakesEveryDrawInTurn() {
    PrimitiveIterator.OfInt draws = IntStream.range(0, 10).map(i -> 39 - i).iterator();

    assertThat(
            ((OriginalOutcome.Numbers)
                    KenoBet.ofSize(10, Risk.LOW)
                        .play(bound -> {
                          int drawn = draws.nextInt();
                          assertThat(bound).isEqualTo(drawn + 1);
                          return drawn;
                        }))
                .drawn())
        .containsExactly(40, 39, 38, 37, 36, 35, 34, 33, 32, 31);
  }
}
