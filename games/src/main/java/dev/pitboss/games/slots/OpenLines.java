package dev.pitboss.games.slots;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lines: each as what it has come to and the rows it has yet to pass; each number is `suffix ·
/// states + state`.
final class OpenLines extends OpenRuns {
  private final LineStates states;
  private final int rows;

  /// For each reel and line, a number for the rows it passes after that reel: equal for equal rows.
  private final int[][] suffixes;

  /// For each reel and suffix number the row on the next reel, and the suffix after that.
  private final int[][] nextRows;

  private final int[][] nextSuffixes;
  private final long wilds;
  private final boolean tellsApart;

  OpenLines(SlotMachine machine, ReelWindows windows, boolean freeSpin) {
    this.states = new LineStates(machine, freeSpin);
    this.rows = machine.rows();
    int symbols = machine.symbols().size();
    this.tellsApart = symbols < Long.SIZE;
    long bits = 0;
    for (int symbol = 0; tellsApart && symbol < symbols; symbol++) {
      bits |= states.isWild(symbol) ? 1L << symbol : 0;
    }
    this.wilds = bits;
    int count = windows.stops.length;
    suffixes = new int[count + 1][windows.lines.length];
    nextRows = new int[count + 1][];
    nextSuffixes = new int[count + 1][];
    for (int reel = count - 1; reel >= 0; reel--) {
      numberSuffixes(reel, windows.lines);
    }
  }

  /// Numbers the rows each line passes from that reel on; level `reel` is before that reel.
  private void numberSuffixes(int reel, int[][] lines) {
    Map<Long, Integer> numbers = new HashMap<>();
    for (int line = 0; line < lines.length; line++) {
      long rest = (long) suffixes[reel + 1][line] * rows + lines[line][reel];
      suffixes[reel][line] = numbers.computeIfAbsent(rest, _ -> numbers.size());
    }
    nextRows[reel] = new int[numbers.size()];
    nextSuffixes[reel] = new int[numbers.size()];
    numbers.forEach((rest, number) -> {
      nextRows[reel][number] = (int) (rest % rows);
      nextSuffixes[reel][number] = (int) (rest / rows);
    });
  }

  @Override
  int[] start() {
    return Arrays.stream(suffixes[0]).map(suffix -> suffix * states.count()).sorted().toArray();
  }

  @Override
  int step(int reel, int[] seen, int[] open, int[] still) {
    settled = 0;
    int size = 0;
    int[] rowOf = nextRows[reel];
    int[] rest = nextSuffixes[reel];
    for (int line : open) {
      int suffix = line / states.count();
      int state = states.next(line % states.count(), seen[rowOf[suffix]]);
      if (states.isSettled(state)) {
        settled += states.pay(state);
      } else {
        still[size++] = rest[suffix] * states.count() + state;
      }
    }
    Arrays.sort(still, 0, size);
    return size;
  }

  @Override
  int most() {
    return suffixes[0].length;
  }

  @Override
  long toldApart(int reel, int[] open) {
    long told = wilds;
    for (int line : open) {
      int @Nullable [] symbols = states.toldApart(line % states.count());
      if (symbols == null || !tellsApart) {
        return ALL;
      }
      told |= 1L << symbols[0];
    }
    return told;
  }

  @Override
  int rows(int reel, int[] open) {
    int all = 0;
    for (int line : open) {
      all |= 1 << nextRows[reel][line / states.count()];
    }
    return all;
  }
}
