package dev.pitboss.games.blackjack;

/// Basic strategy while it is being worked out: what to do on each total against each up card.
///
/// Up cards and pairs are numbered as in [ShoeCounts].
final class Chart {
  private static final int TOTALS = 22;

  private final boolean[][][] hits = new boolean[ShoeCounts.WORTHS][2][TOTALS];
  private final boolean[][][] doubles = new boolean[ShoeCounts.WORTHS][2][TOTALS];
  private final boolean[][][] surrenders = new boolean[ShoeCounts.WORTHS][2][TOTALS];
  private final boolean[][] splits = new boolean[ShoeCounts.WORTHS][ShoeCounts.WORTHS];
  private final boolean[][] surrendersPair = new boolean[ShoeCounts.WORTHS][ShoeCounts.WORTHS];

  boolean hits(int up, int total, boolean soft) {
    return hits[up][soft ? 1 : 0][total];
  }

  void setHits(int up, int total, boolean soft) {
    hits[up][soft ? 1 : 0][total] = true;
  }

  /// Whether two cards of that total are doubled.
  boolean doubles(int up, int total, boolean soft) {
    return doubles[up][soft ? 1 : 0][total];
  }

  void setDoubles(int up, int total, boolean soft) {
    doubles[up][soft ? 1 : 0][total] = true;
  }

  /// Whether two cards of that total are given up.
  boolean surrenders(int up, int total, boolean soft) {
    return surrenders[up][soft ? 1 : 0][total];
  }

  void setSurrenders(int up, int total, boolean soft) {
    surrenders[up][soft ? 1 : 0][total] = true;
  }

  /// Whether two cards of that worth are split.
  boolean splits(int up, int pair) {
    return splits[up][pair];
  }

  void setSplits(int up, int pair) {
    splits[up][pair] = true;
  }

  /// Whether two cards of that worth are given up rather than split.
  boolean surrendersPair(int up, int pair) {
    return surrendersPair[up][pair];
  }

  void setSurrendersPair(int up, int pair) {
    surrendersPair[up][pair] = true;
  }
}
