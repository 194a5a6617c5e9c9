package dev.pitboss.games.slots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A machine in the shape of countless others: five reels of different lengths, twenty lines, no
/// wild, scatters that pay on the whole stake. What it returns is counted here once more, with
/// nothing of the machine's code: letters on strips, a table of pays and six loops.
class FiveReelMachineTest {
  private static final String[] STRIPS = {
    "slcploclbpcolmcploxcmbp",
    "oclpsclmobclpxcmlopcblom",
    "lcopmcslobcpxloclpmcoblpc",
    "clbopmclopcslomcxlpbcolpmo",
    "plcomblcposclmopxclbocplmoc"
  };

  private static final String[] LINES = {
    "00000", "11111", "22222", "00012", "22210", "01210", "21012", "00122", "22100", "10001",
    "12221", "01110", "21112", "11011", "11211", "01010", "21212", "02020", "20202", "02102"
  };

  private static final String SYMBOLS = "sbmpolcx";

  /// By symbol and count, in line bets; the last row is the scatter's, in stakes.
  private static final int[][] PAYS = {
    {0, 0, 8, 80, 900, 4000},
    {0, 0, 0, 45, 180, 600},
    {0, 0, 0, 40, 150, 500},
    {0, 0, 0, 18, 60, 240},
    {0, 0, 0, 18, 60, 240},
    {0, 0, 0, 16, 45, 180},
    {0, 0, 3, 13, 40, 160},
    {0, 0, 0, 2, 12, 60}
  };

  @Test
  void returnIsThatOfNineMillionSpinsCountedByHand() {
    BetPar par = machine().parSheet().usualBet();
    Count count = new Count();

    count.spinAll();

    assertThat(count.spins).isEqualTo(23L * 24 * 25 * 26 * 27);
    assertThat(par.rtp()).isEqualTo(Fraction.of(count.paid, count.spins * LINES.length));
    assertThat(par.hitFrequency()).isEqualTo(Fraction.of(count.hits, count.spins));
    assertThat(par.maxWin()).isEqualTo(Fraction.of(count.most, LINES.length));
    assertThat(par.lostToLimits()).isZero();
  }

  /// From the chances of each symbol on a line and of the scatters, worked out by a program in
  /// another language.
  @Test
  void returnIsTheOneCalculatedElsewhere() {
    BetPar par = machine().parSheet().usualBet();

    assertThat(par.rtp().decimal(6)).hasToString("0.953112");
    assertThat(par.rtp()).hasToString("1154171/1210950");
  }

  /// The plainest possible count.
  private static final class Count {
    private final int[][] strips =
        Arrays.stream(STRIPS)
            .map(strip -> strip.chars().map(SYMBOLS::indexOf).toArray())
            .toArray(int[][]::new);
    private final int[][] lines =
        Arrays.stream(LINES)
            .map(line -> line.chars().map(row -> row - '0').toArray())
            .toArray(int[][]::new);
    private final int scatter = SYMBOLS.indexOf('x');
    private final int[][] view = new int[5][3];
    long spins;
    long paid;
    long hits;
    long most;

    void spinAll() {
      for (int a = 0; a < strips[0].length; a++) {
        show(0, a);
        for (int b = 0; b < strips[1].length; b++) {
          show(1, b);
          for (int c = 0; c < strips[2].length; c++) {
            show(2, c);
            for (int d = 0; d < strips[3].length; d++) {
              show(3, d);
              for (int e = 0; e < strips[4].length; e++) {
                show(4, e);
                count();
              }
            }
          }
        }
      }
    }

    private void show(int reel, int stop) {
      for (int row = 0; row < 3; row++) {
        view[reel][row] = strips[reel][(stop + row) % strips[reel].length];
      }
    }

    private void count() {
      int pay = 0;
      for (int[] line : lines) {
        int first = view[0][line[0]];
        int run = 1;
        while (run < 5 && view[run][line[run]] == first) {
          run++;
        }
        pay += first == scatter ? 0 : PAYS[first][run];
      }
      int scatters = 0;
      for (int[] reel : view) {
        for (int symbol : reel) {
          scatters += symbol == scatter ? 1 : 0;
        }
      }
      pay += PAYS[scatter][scatters] * lines.length;
      spins++;
      paid += pay;
      hits += pay > 0 ? 1 : 0;
      most = Math.max(most, pay);
    }
  }

  private static SlotMachine machine() {
    return new SlotMachine(
        "five-reels",
        "Five Reels",
        "1",
        3,
        SYMBOLS.chars().mapToObj(FiveReelMachineTest::symbol).toList(),
        Arrays.stream(STRIPS).map(FiveReelMachineTest::letters).toList(),
        Arrays.stream(LINES).map(line -> line.chars().mapToObj(row -> row - '0').toList()).toList(),
        null,
        new Scatter("x", pays(SYMBOLS.indexOf('x'))),
        null,
        100_000);
  }

  private static Symbol symbol(int letter) {
    String id = Character.toString(letter);
    return new Symbol(id, id, letter == 'x' ? new TreeMap<>() : pays(SYMBOLS.indexOf(letter)));
  }

  private static SortedMap<Integer, Integer> pays(int symbol) {
    SortedMap<Integer, Integer> pays = new TreeMap<>();
    for (int count = 1; count <= 5; count++) {
      if (PAYS[symbol][count] > 0) {
        pays.put(count, PAYS[symbol][count]);
      }
    }
    return pays;
  }

  private static List<String> letters(String strip) {
    return strip.chars().mapToObj(Character::toString).toList();
  }
}
