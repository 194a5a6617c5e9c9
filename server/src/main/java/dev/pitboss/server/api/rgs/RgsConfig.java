package dev.pitboss.server.api.rgs;

import static dev.pitboss.server.restrictions.FrontEndFlag.DISABLED_AUTOPLAY;
import static dev.pitboss.server.restrictions.FrontEndFlag.DISABLED_BUY_FEATURE;
import static dev.pitboss.server.restrictions.FrontEndFlag.DISABLED_FULLSCREEN;
import static dev.pitboss.server.restrictions.FrontEndFlag.DISABLED_SLAMSTOP;
import static dev.pitboss.server.restrictions.FrontEndFlag.DISABLED_SPACEBAR;
import static dev.pitboss.server.restrictions.FrontEndFlag.DISABLED_SUPER_TURBO;
import static dev.pitboss.server.restrictions.FrontEndFlag.DISABLED_TURBO;
import static dev.pitboss.server.restrictions.FrontEndFlag.DISPLAY_NET_POSITION;
import static dev.pitboss.server.restrictions.FrontEndFlag.DISPLAY_RTP;
import static dev.pitboss.server.restrictions.FrontEndFlag.DISPLAY_SESSION_TIMER;

import dev.pitboss.games.books.BookMode;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.server.games.BooksGame;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.operators.CurrencyCode;
import dev.pitboss.server.operators.GameTerms;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.restrictions.Profile;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a front end may offer: base bets that the usual mode takes within the game's limits, the
/// operator's and the jurisdiction's. A dearer mode can take less; the bet itself is always
/// checked.
///
/// @param least base bet, minor units
/// @param most base bet, minor units, not below `least`
/// @param step base bets are multiples of it
record RgsConfig(long least, long most, long step) {
  /// Greatest whole number that every client holds exactly.
  static final long MAX_SAFE = (1L << 53) - 1;

  private static final int[] LEADING = {1, 2, 4, 6, 8};

  /// Of the usual mode, which is the first.
  static RgsConfig of(BooksGame game, Operator operator, Profile profile) {
    Game.StakeLimits bets = game.baseBets();
    BookMode mode = game.modes().getFirst();
    GameTerms terms = operator.terms(game.id());
    long most = bets.max();
    most = Math.min(most, basesFor(terms.maxStake(), mode.costExact()));
    most = Math.min(most, basesFor(profile.highestStake(game.id()), mode.costExact()));
    long sayable =
        MAX_SAFE / MicroUnits.of(CurrencyCode.of(operator.currency()).decimals()).ofMinor();
    long top = Math.max(1, mode.table().maxPayout());
    Long maxPayout = terms.maxPayout();
    long payable = maxPayout == null ? sayable : Math.min(maxPayout, sayable);
    most = Math.min(most, basesFor(payable, Fraction.of(top, 100)));
    Long minStake = terms.minStake();
    long least =
        minStake == null
            ? bets.min()
            : Math.max(bets.min(), basesFor(minStake - 1, mode.costExact()) + 1);
    least = (least + bets.step() - 1) / bets.step() * bets.step();
    return new RgsConfig(least, Math.max(least, most / bets.step() * bets.step()), bets.step());
  }

  /// The greatest base bet that times `each` is at most `limit`.
  private static long basesFor(@Nullable Long limit, Fraction each) {
    return limit == null
        ? Long.MAX_VALUE
        : BigInteger.valueOf(limit)
            .multiply(each.denominator())
            .divide(each.numerator())
            .min(BigInteger.valueOf(Long.MAX_VALUE))
            .longValueExact();
  }

  /// Base bets to choose from: the least, the most, and round ones between them.
  List<Long> levels() {
    TreeSet<Long> levels = new TreeSet<>(List.of(least, most));
    for (long power = 1; power <= most; power *= 10) {
      for (int leading : LEADING) {
        long level = power * leading;
        if (level >= least && level <= most && level % step == 0) {
          levels.add(level);
        }
      }
    }
    return List.copyOf(levels);
  }

  /// The level that a page shows first: one unit of the currency, or the next there is.
  long usual(CurrencyCode currency) {
    long unit = 1;
    for (int i = 0; i < currency.decimals(); i++) {
      unit *= 10;
    }
    Long level = new TreeSet<>(levels()).floor(unit);
    return level == null ? least : level;
  }

  /// As the protocol has it.
  RgsViews.ConfigView view(BooksGame game, Operator operator, Profile profile) {
    CurrencyCode currency = CurrencyCode.of(operator.currency());
    MicroUnits micros = MicroUnits.of(currency.decimals());
    Map<String, RgsViews.BetModeView> modes = new LinkedHashMap<>();
    for (BookMode mode : game.modes()) {
      modes.put(
          mode.name(),
          new RgsViews.BetModeView(mode.name(), mode.cost().doubleValue(), BooksGame.isBuy(mode)));
    }
    return new RgsViews.ConfigView(
        game.id(),
        micros.of(least),
        micros.of(most),
        micros.of(step),
        micros.of(usual(currency)),
        levels().stream().map(micros::of).toList(),
        modes,
        jurisdiction(game.id(), operator, profile));
  }

  private static RgsViews.JurisdictionView jurisdiction(
      String game, Operator operator, Profile profile) {
    Long cycle = profile.cycleMillis(game);
    return new RgsViews.JurisdictionView(
        operator.currency().equals(CurrencyCode.PLAY),
        profile.asks(DISABLED_FULLSCREEN),
        profile.asks(DISABLED_TURBO),
        profile.asks(DISABLED_SUPER_TURBO),
        profile.asks(DISABLED_AUTOPLAY),
        profile.asks(DISABLED_SLAMSTOP),
        profile.asks(DISABLED_SPACEBAR),
        profile.asks(DISABLED_BUY_FEATURE),
        profile.asks(DISPLAY_NET_POSITION),
        profile.asks(DISPLAY_RTP),
        profile.asks(DISPLAY_SESSION_TIMER),
        cycle == null ? 0 : cycle);
  }
}
