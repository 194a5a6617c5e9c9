package dev.pitboss.games.slots;

import dev.pitboss.games.Draws;

/// Spins of a machine whose grids are read as a whole.
final class BoardTable extends SpinTable {
  private final BoardRules rules;

  BoardTable(SlotMachine machine, ReelWindows reels, boolean freeSpin) {
    super(machine, reels, freeSpin);
    this.rules = new BoardRules(machine, freeSpin);
  }

  @Override
  long spin(Draws draws, int[] drawn) {
    for (int reel = 0; reel < drawn.length; reel++) {
      drawn[reel] = draws.below(reels.stops[reel]);
    }
    Board board = new Board(rules);
    board.play(drawn, Board.Wins.NONE);
    return result(board.total(rules.multipliers), board.scatters, board.otherScatters);
  }
}
