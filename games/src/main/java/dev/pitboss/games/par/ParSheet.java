package dev.pitboss.games.par;

import dev.pitboss.games.Rules;
import java.util.List;

/// A game's PAR sheet ("paytable and reels"): what the rules pay, by mathematics and not by
/// measurement.
///
/// @param game the game's id, such as `roulette`
/// @param rules the rules the figures were computed from
/// @param bets one entry per kind of bet, the game's usual bet first; never empty
public record ParSheet(String game, Rules rules, List<BetPar> bets) {

  /// Copies the list and refuses a sheet without a bet.
  public ParSheet {
    bets = List.copyOf(bets);
    if (bets.isEmpty()) {
      throw new IllegalArgumentException("A PAR sheet needs at least one bet: " + game);
    }
  }

  /// The figures a player asks for first: those of the game's usual bet.
  public BetPar usualBet() {
    return bets.getFirst();
  }
}
