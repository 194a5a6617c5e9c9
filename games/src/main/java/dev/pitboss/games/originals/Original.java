package dev.pitboss.games.originals;

import dev.pitboss.games.Rules;
import dev.pitboss.games.par.ParSheet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The originals: games of one draw after another and one pay table, without an opponent.
///
/// The house edge of all of them stands here and nowhere else: plinko, wheel and keno return
/// [#RTP_PERCENT] exactly with any choice; limbo and dice as near below as a multiplier of two
/// decimals comes. Draws are taken as the verifiers in use for the scheme `stake` take them.
public enum Original {
  /// Over or under a target.
  DICE("Dice"),
  /// A multiplier to be reached.
  LIMBO("Limbo"),
  /// A ball through rows of pins.
  PLINKO("Plinko"),
  /// A wheel of segments.
  WHEEL("Wheel"),
  /// Ten of forty numbers.
  KENO("Keno");

  /// What the originals return, per cent of the stake.
  public static final long RTP_PERCENT = 99;

  /// Stakes are multiples of it, minor units: multipliers have two decimals, so no payout is
  /// rounded.
  public static final long STAKE_STEP = 100;

  /// The highest stake, minor units.
  public static final long MAX_STAKE = 100_000;

  /// The most a bet can be paid, minor units: a bet that could be paid more is refused.
  public static final long MAX_PAYOUT = 100_000_000;

  private static final String PAYS =
      "payout = stake * multiplier; stakes are multiples of 100 minor units\n";

  private final String title;

  Original(String title) {
    this.title = title;
  }

  /// Stable id, as in `dice`.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// For people.
  public String title() {
    return title;
  }

  /// The game of that id, if it is one of the originals.
  public static Optional<Original> of(String id) {
    return Arrays.stream(values()).filter(game -> game.id().equals(id)).findFirst();
  }

  /// The rules a round stores.
  public Rules rules() {
    return new Rules(id() + "/1", text() + PAYS);
  }

  private String text() {
    return switch (this) {
      case DICE ->
          """
          roll = draw below 10001, in hundredths
          over t wins with rolls above t, under t with rolls below t; w of the 10001 rolls win, 1 to 9800
          multiplier = floor(99 * 10001 / w) hundredths
          """;
      case LIMBO ->
          """
          reached = floor(99 * 10^8 / (1 + draw below 10^8)) hundredths, at least 100
          a target t of 101 to 100000000 hundredths wins when reached >= t; multiplier = t
          """;
      case PLINKO ->
          """
          at each row a draw below 2: 0 left, 1 right; the slot is how many were right
          multipliers from either edge to the middle:
          """
              + PayLists.PLINKO;
      case WHEEL ->
          """
          segment = draw below the number of segments, from 0
          multipliers by segment, n*m being m for n in a row:
          """
              + PayLists.WHEEL;
      case KENO ->
          """
          ten times: the number at draw below the numbers left, which are 1 to 40 in ascending order \
          without those drawn
          multipliers for 0, 1, 2 and so on of the picks among the ten:
          """
              + PayLists.KENO;
    };
  }

  /// The bets of the PAR sheet: of plinko, wheel and keno all, of dice and limbo some.
  public List<OriginalBet> bets() {
    return switch (this) {
      case DICE ->
          IntStream.of(5_050, 200, 500, 2_500, 7_500, 9_000, 9_900, 9_990, 9_999)
              .<OriginalBet>mapToObj(target -> new DiceBet(true, target))
              .toList();
      case LIMBO ->
          LongStream.of(200, 101, 150, 500, 1_000, 10_000, 100_000, 1_000_000, LimboBet.MAX_TARGET)
              .<OriginalBet>mapToObj(LimboBet::new)
              .toList();
      case PLINKO ->
          IntStream.rangeClosed(PlinkoBet.MIN_ROWS, PlinkoBet.MAX_ROWS)
              .boxed()
              .flatMap(rows -> risks().<OriginalBet>map(risk -> new PlinkoBet(rows, risk)))
              .toList();
      case WHEEL ->
          WheelBet.SIZES.stream()
              .flatMap(size -> risks().<OriginalBet>map(risk -> new WheelBet(size, risk)))
              .toList();
      case KENO ->
          IntStream.rangeClosed(1, KenoBet.MAX_PICKS)
              .boxed()
              .flatMap(picks -> risks().<OriginalBet>map(risk -> KenoBet.ofSize(picks, risk)))
              .toList();
    };
  }

  /// The exact mathematics of [#bets].
  public ParSheet parSheet() {
    return new ParSheet(id(), rules(), bets().stream().map(OriginalBet::par).toList());
  }

  private static Stream<Risk> risks() {
    return Arrays.stream(Risk.values());
  }
}
