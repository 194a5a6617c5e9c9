package dev.pitboss.server.games;

import dev.pitboss.games.Draws;
import dev.pitboss.games.Rules;
import dev.pitboss.games.books.BookDraw;
import dev.pitboss.games.books.BookMathematics;
import dev.pitboss.games.books.BookMode;
import dev.pitboss.games.books.BookTable;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.published.BookArchive;
import dev.pitboss.server.published.PublishedGame;
import dev.pitboss.server.published.StoredGame;
import io.avaje.jsonb.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A published game: a round draws one of the books of its mode, which was made beforehand and says
/// what is paid and what is shown.
///
/// A round is made with a base bet and stakes that times the mode's cost. Payouts are in hundredths
/// of the base bet; base bets are multiples of a step at which every stake and every payout is
/// whole, so nothing is ever rounded.
public final class BooksGame implements OneShotGame {
  /// Up to 100.00 a base bet, as on our own machines.
  private static final long MAX_BASE_BET = 10_000;

  /// No round pays more, in minor units: far from what a balance can hold.
  private static final long MAX_PAYOUT = 1_000_000_000_000_000L;

  private static final BigInteger HUNDREDTHS = BigInteger.valueOf(100);

  private final String id;
  private final Rules rules;
  private final List<PlayableMode> modes;
  private final StakeLimits baseBets;
  private final StakeLimits stakes;
  private final OnDemand<ParSheet> parSheet;

  /// A mode, ready to be drawn from.
  ///
  /// @param archive where its books are; absent when only the tables are known
  private record PlayableMode(BookMode mode, BookDraw draw, Optional<BookArchive> archive) {
    /// The stake of a base bet that is on the step.
    long stake(long baseBet) {
      Fraction stake = mode.costExact().times(baseBet);
      if (!stake.denominator().equals(BigInteger.ONE)) {
        throw new IllegalArgumentException(
            "stake of %d is not whole: %s".formatted(baseBet, stake));
      }
      return stake.numerator().longValueExact();
    }
  }

  private BooksGame(String id, PublishedGame game, List<Optional<BookArchive>> archives) {
    this.id = id;
    this.rules = game.rules();
    List<PlayableMode> playable = new ArrayList<>();
    for (PublishedGame.Mode mode : game.modes()) {
      playable.add(
          new PlayableMode(
              mode.mode(), new BookDraw(mode.mode().table()), archives.get(playable.size())));
    }
    this.modes = List.copyOf(playable);
    this.baseBets = baseBets(modes);
    this.stakes = stakes(modes, baseBets);
    this.parSheet =
        new OnDemand<>(() ->
            new ParSheet(
                id, rules, modes.stream().map(it -> BookMathematics.par(it.mode())).toList()));
  }

  /// The game of an imported folder.
  ///
  /// @throws IllegalArgumentException when no base bet could be paid its largest award
  public static BooksGame of(String id, StoredGame stored) {
    return new BooksGame(id, stored.game(), stored.archives().stream().map(Optional::of).toList());
  }

  /// The game of a published folder, without its books.
  public static BooksGame of(String id, PublishedGame game) {
    return new BooksGame(
        id, game, game.modes().stream().map(_ -> Optional.<BookArchive>empty()).toList());
  }

  private static StakeLimits baseBets(List<PlayableMode> modes) {
    BigInteger step = BigInteger.ONE;
    long top = 0;
    for (PlayableMode it : modes) {
      BigInteger payouts = BigInteger.valueOf(it.mode().table().payoutStep());
      step = common(step, HUNDREDTHS.divide(HUNDREDTHS.gcd(payouts)));
      step = common(step, it.mode().costExact().denominator());
      top = Math.max(top, it.mode().table().maxPayout());
    }
    long least = step.longValueExact();
    long most = Math.max(least, MAX_BASE_BET / least * least);
    long payable = top == 0 ? most : MAX_PAYOUT / top * HUNDREDTHS.longValue();
    if (payable < least) {
      throw new IllegalArgumentException(
          "a base bet of %d could be paid %d hundredths of it, which is more than %d"
              .formatted(least, top, MAX_PAYOUT));
    }
    return new StakeLimits(least, Math.min(most, payable / least * least), least);
  }

  private static BigInteger common(BigInteger a, BigInteger b) {
    return a.divide(a.gcd(b)).multiply(b);
  }

  /// Of a round in any mode.
  private static StakeLimits stakes(List<PlayableMode> modes, StakeLimits baseBets) {
    long[] least = modes.stream().mapToLong(it -> it.stake(baseBets.min())).toArray();
    long[] most = modes.stream().mapToLong(it -> it.stake(baseBets.max())).toArray();
    long step =
        Arrays.stream(least)
            .mapToObj(BigInteger::valueOf)
            .reduce(BigInteger.ZERO, BigInteger::gcd)
            .longValueExact();
    return new StakeLimits(
        Arrays.stream(least).min().orElseThrow(), Arrays.stream(most).max().orElseThrow(), step);
  }

  @Override
  public String id() {
    return id;
  }

  /// The id in words: a published folder has no name.
  @Override
  public String name() {
    return Arrays.stream(id.split("-", -1))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining(" "));
  }

  @Override
  public Rules rules() {
    return rules;
  }

  /// Of stakes: base bets times costs.
  @Override
  public StakeLimits limits() {
    return stakes;
  }

  /// Of base bets, in every mode.
  public StakeLimits baseBets() {
    return baseBets;
  }

  /// The mode of that name, in capitals or not.
  public Optional<BookMode> modeNamed(String name) {
    return mode(name).map(PlayableMode::mode);
  }

  /// Whether a mode is a bought feature: it costs more than a base bet.
  public static boolean isBuy(BookMode mode) {
    return mode.cost().compareTo(BigDecimal.ONE) > 0;
  }

  /// The modes, the usual one first.
  public List<BookMode> modes() {
    return modes.stream().map(PlayableMode::mode).toList();
  }

  /// What a round in a mode stakes with that base bet, minor units.
  public long stake(BookMode mode, long baseBet) {
    return mode(mode.name()).orElseThrow().stake(baseBet);
  }

  @Override
  public ParSheet parSheet() {
    return parSheet.get();
  }

  @Override
  public Optional<ParSheet> parSheetWithin(Duration time) {
    return parSheet.within(time);
  }

  /// The mathematics of a mode.
  public BetPar par(BookMode mode) {
    return parSheet().bets().stream()
        .filter(it -> it.bet().equals(mode.name()))
        .findFirst()
        .orElseThrow();
  }

  /// Reads `{mode, baseBet}`. Capitals make no difference in the name of a mode.
  @Override
  public Bet read(JsonObject body) {
    String name = body.requiredText("mode");
    long baseBet = body.requiredLong("baseBet");
    body.refuseOtherFields();
    return bet(name, baseBet);
  }

  /// A round in a mode.
  ///
  /// @throws InvalidInput naming `mode` or `baseBet`
  public Bet bet(String name, long baseBet) {
    PlayableMode mode =
        mode(name)
            .orElseThrow(() ->
                InvalidInput.field(
                    "mode",
                    "must be one of %s, got %s"
                        .formatted(
                            modes.stream()
                                .map(it -> it.mode().name())
                                .collect(Collectors.joining(", ")),
                            name)));
    baseBets.check("baseBet", baseBet);
    long stake = mode.stake(baseBet);
    return new Bet(
        id,
        stake,
        payout(baseBet, mode.mode().table().maxPayout()),
        JsonWriter.text(new Choices(mode.mode().name(), baseBet)),
        draws -> decide(mode, baseBet, draws),
        Optional.of(rules.hash()));
  }

  private Optional<PlayableMode> mode(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return modes.stream()
        .filter(it -> it.mode().name().toLowerCase(Locale.ROOT).equals(lower))
        .findFirst();
  }

  private Bet.Decision decide(PlayableMode mode, long baseBet, Draws draws) {
    BookTable table = mode.mode().table();
    int row = mode.draw().row(draws);
    return new Bet.Decision(
        mode.stake(baseBet),
        payout(baseBet, table.payout(row)),
        JsonWriter.text(
            new Result(
                mode.mode().name(), Long.toUnsignedString(table.id(row)), table.payout(row))));
  }

  /// Whole, because base bets are on the step.
  private static long payout(long baseBet, long hundredths) {
    BigInteger[] payout =
        BigInteger.valueOf(baseBet)
            .multiply(BigInteger.valueOf(hundredths))
            .divideAndRemainder(HUNDREDTHS);
    if (payout[1].signum() != 0) {
      throw new IllegalArgumentException(
          "%d hundredths of %d are not whole".formatted(hundredths, baseBet));
    }
    return payout[0].longValueExact();
  }

  /// The book of a decided round, as the studio published it: a line of JSON in UTF-8.
  ///
  /// @param outcome of the round, as stored
  /// @return empty when this game was made without its books
  /// @throws BookArchive.DamagedException when it is not the book that was imported
  public Optional<byte[]> book(JsonObject outcome) {
    PlayableMode mode = mode(outcome.requiredText("mode")).orElseThrow();
    long book = Long.parseUnsignedLong(outcome.requiredText("book"));
    int row = mode.mode().table().rowOf(book).orElseThrow();
    return mode.archive().map(archive -> archive.book(row));
  }

  /// A round's bet as stored.
  @Json
  public record Choices(String mode, long baseBet) {}

  /// The book that was drawn.
  ///
  /// @param book its id, in decimal: it can have more digits than a JSON number holds exactly
  /// @param payoutMultiplier hundredths of the base bet that it pays
  @Json
  public record Result(String mode, String book, long payoutMultiplier) {}
}
