package dev.pitboss.server.api.game;

import dev.pitboss.games.originals.DiceBet;
import dev.pitboss.games.originals.KenoBet;
import dev.pitboss.games.originals.LimboBet;
import dev.pitboss.games.originals.OriginalBet;
import dev.pitboss.games.originals.PlinkoBet;
import dev.pitboss.games.originals.WheelBet;
import dev.pitboss.server.games.OriginalGame;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a bet on one of the originals can be paid.
///
/// @param bet its name in the PAR sheet
/// @param size rows, segments or how many picks; absent where a target is chosen
/// @param risk absent where a target is chosen
/// @param multipliers hundredths: of each slot from the left, of each segment, of 0, 1, 2, … hits,
///   or of a bet that wins
/// @param parSheet the exact mathematics
@Json
public record PayTableView(
    String bet,
    @Nullable Integer size,
    @Nullable String risk,
    List<Long> multipliers,
    GameRoutes.ParView parSheet) {

  /// All that a game has; of dice and limbo those of some targets.
  public static List<PayTableView> all(OriginalGame game) {
    return game.original().bets().stream().map(PayTableView::of).toList();
  }

  private static PayTableView of(OriginalBet bet) {
    return switch (bet) {
      case DiceBet dice -> of(dice, null, null, List.of(dice.multiplier()));
      case LimboBet limbo -> of(limbo, null, null, List.of(limbo.target()));
      case PlinkoBet plinko -> of(plinko, plinko.rows(), plinko.risk().id(), plinko.multipliers());
      case WheelBet wheel -> of(wheel, wheel.segments(), wheel.risk().id(), wheel.multipliers());
      case KenoBet keno -> of(keno, keno.picks().size(), keno.risk().id(), keno.multipliers());
    };
  }

  private static PayTableView of(
      OriginalBet bet, @Nullable Integer size, @Nullable String risk, List<Long> multipliers) {
    return new PayTableView(bet.name(), size, risk, multipliers, GameRoutes.ParView.of(bet.par()));
  }
}
