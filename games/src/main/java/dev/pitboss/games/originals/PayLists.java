package dev.pitboss.games.originals;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What plinko, wheel and keno pay: written once, part of the rules that a round stores, and what
/// the games pay by. Each table returns 99/100 exactly, which a test holds by counting.
final class PayLists {
  /// Of plinko from an edge to the middle; the other half is its mirror image.
  static final String PLINKO =
      """
      rows 8 low: 5.00 2.44 1.30 0.80 0.60
      rows 8 medium: 12.00 3.77 1.39 0.59 0.36
      rows 8 high: 30.00 4.88 1.11 0.35 0.20
      rows 9 low: 6.00 3.00 1.62 0.94 0.66
      rows 9 medium: 15.00 4.92 1.87 0.85 0.44
      rows 9 high: 45.00 7.88 1.72 0.54 0.24
      rows 10 low: 7.00 3.59 2.02 1.17 0.76 0.58
      rows 10 medium: 20.00 7.00 2.68 1.16 0.55 0.33
      rows 10 high: 70.00 12.08 2.86 0.83 0.31 0.18
      rows 11 low: 11.00 5.00 2.52 1.42 0.86 0.63
      rows 11 medium: 22.00 8.50 3.57 1.65 0.77 0.38
      rows 11 high: 110.00 20.00 4.23 1.19 0.45 0.23
      rows 12 low: 9.00 4.86 2.77 1.68 1.10 0.74 0.60
      rows 12 medium: 34.00 11.98 4.89 2.12 1.00 0.51 0.35
      rows 12 high: 160.00 29.97 7.00 1.85 0.64 0.29 0.20
      rows 13 low: 11.00 6.00 3.40 2.02 1.26 0.86 0.65
      rows 13 medium: 50.00 18.00 6.51 2.81 1.31 0.65 0.40
      rows 13 high: 245.00 47.00 10.03 2.80 0.94 0.40 0.25
      rows 14 low: 12.00 6.49 3.89 2.40 1.49 1.00 0.74 0.62
      rows 14 medium: 61.00 23.01 9.03 3.81 1.71 0.86 0.50 0.34
      rows 14 high: 400.00 74.01 15.96 4.28 1.32 0.54 0.30 0.21
      rows 15 low: 14.00 8.00 4.64 2.79 1.79 1.17 0.85 0.64
      rows 15 medium: 80.00 30.00 12.03 5.00 2.29 1.17 0.60 0.39
      rows 15 high: 650.00 120.00 25.00 6.50 2.01 0.72 0.36 0.23
      rows 16 low: 16.00 9.00 5.50 3.28 2.09 1.46 0.98 0.69 0.60
      rows 16 medium: 100.00 38.00 16.00 6.44 2.97 1.50 0.79 0.49 0.36
      rows 16 high: 1000.00 180.00 40.00 9.97 3.03 1.08 0.46 0.26 0.20
      """;

  /// Of the wheel segment by segment; `4*0.00` are four in a row.
  static final String WHEEL =
      """
      segments 10 low: 1.10 1.20 0.00 1.10 2.00 2*1.10 1.20 0.00 1.10
      segments 10 medium: 0.00 1.50 0.00 3.00 2.20 0.00 1.70 0.00 1.50 0.00
      segments 10 high: 5*0.00 9.90 4*0.00
      segments 20 low: 1.10 0.00 1.10 1.20 2*1.10 0.00 1.10 3.00 1.10 1.20 2*1.10 0.00 2*1.10 1.20 \
      1.10 0.00 1.10
      segments 20 medium: 0.00 1.50 0.00 1.90 0.00 1.50 0.00 5.00 1.50 0.00 2.00 0.00 1.50 0.00 \
      1.90 0.00 1.50 0.00 1.50 0.00
      segments 20 high: 9*0.00 19.80 10*0.00
      segments 30 low: 1.10 0.00 1.10 1.20 3*1.10 0.00 1.10 4.00 1.10 1.20 2*1.10 0.00 2*1.10 0.00 \
      1.10 1.20 2*1.10 0.00 2*1.10 1.20 2*1.10 0.00 1.10
      segments 30 medium: 0.00 1.50 0.00 2.00 1.50 2*0.00 1.50 0.00 6.00 1.50 2*0.00 1.50 2.00 \
      0.00 1.50 0.00 2.70 0.00 1.50 0.00 1.50 0.00 2.00 0.00 1.50 0.00 1.50 0.00
      segments 30 high: 15*0.00 29.70 14*0.00
      segments 40 low: 1.10 0.00 2*1.10 1.20 2*1.10 0.00 2*1.10 1.20 1.10 0.00 3*1.10 5.00 1.10 \
      0.00 2*1.10 1.20 1.10 0.00 3*1.10 0.00 1.10 1.20 2*1.10 0.00 2*1.10 1.20 2*1.10 0.00 1.10
      segments 40 medium: 0.00 1.50 0.00 2.00 1.50 2*0.00 1.50 0.00 1.50 0.00 8.00 1.50 0.00 2.00 \
      0.00 1.50 0.00 1.50 0.00 2.60 0.00 1.50 0.00 1.50 0.00 2.00 0.00 1.50 0.00 1.50 0.00 1.50 \
      0.00 2.00 0.00 1.50 0.00 1.50 0.00
      segments 40 high: 19*0.00 39.60 20*0.00
      segments 50 low: 1.10 0.00 2*1.10 1.20 2*1.10 0.00 2*1.10 1.20 1.10 0.00 3*1.10 0.00 2*1.10 \
      6.00 1.10 1.20 2*1.10 0.00 2*1.10 0.00 2*1.10 1.20 2*1.10 0.00 2*1.10 1.20 1.10 0.00 3*1.10 \
      0.00 2*1.10 1.20 2*1.10 0.00 1.10
      segments 50 medium: 0.00 1.50 0.00 1.50 2.00 0.00 1.50 2*0.00 1.50 0.00 1.50 0.00 2.00 0.00 \
      1.50 0.00 1.50 0.00 10.00 1.50 2*0.00 1.50 2.50 0.00 1.50 0.00 2.00 0.00 1.50 0.00 1.50 0.00 \
      1.50 0.00 2.00 0.00 1.50 0.00 1.50 2*0.00 1.50 0.00 2.00 1.50 0.00 1.50 0.00
      segments 50 high: 24*0.00 49.50 25*0.00
      """;

  /// Of keno for 0, 1, 2, … hits.
  static final String KENO =
      """
      picks 1 low: 0.70 1.86
      picks 1 medium: 0.40 2.76
      picks 1 high: 0.00 3.96
      picks 2 low: 0.00 1.98 3.96
      picks 2 medium: 0.00 1.20 9.16
      picks 2 high: 0.00 0.00 17.16
      picks 3 low: 0.00 1.00 3.12 10.16
      picks 3 medium: 0.00 0.00 5.00 25.26
      picks 3 high: 0.00 0.00 4.04 36.06
      picks 4 low: 0.00 0.60 2.00 6.30 20.41
      picks 4 medium: 0.00 0.00 2.00 10.78 59.61
      picks 4 high: 0.00 0.00 0.00 18.12 120.21
      picks 5 low: 0.00 0.00 1.70 4.63 14.14 39.96
      picks 5 medium: 0.00 0.00 1.05 5.19 25.14 120.21
      picks 5 high: 0.00 0.00 0.00 6.45 39.96 249.96
      picks 6 low: 0.00 0.00 1.06 2.98 8.98 26.96 79.91
      picks 6 medium: 0.00 0.00 0.00 3.89 15.14 62.07 250.00
      picks 6 high: 0.00 0.00 0.00 0.00 30.47 120.57 500.25
      picks 7 low: 0.00 0.00 0.70 2.00 6.08 17.04 50.99 150.13
      picks 7 medium: 0.00 0.00 0.00 2.30 8.00 30.38 110.20 400.24
      picks 7 high: 0.00 0.00 0.00 0.00 13.50 51.60 191.02 726.72
      picks 8 low: 0.00 0.00 0.51 1.46 4.00 11.00 32.10 89.81 250.66
      picks 8 medium: 0.00 0.00 0.00 0.00 7.91 23.00 69.30 201.00 606.17
      picks 8 high: 0.00 0.00 0.00 0.00 0.00 59.70 150.00 364.01 943.07
      picks 9 low: 0.00 0.00 0.00 1.27 3.32 8.51 22.00 59.81 151.04 424.14
      picks 9 medium: 0.00 0.00 0.00 0.00 4.86 13.00 35.30 96.31 261.12 741.36
      picks 9 high: 0.00 0.00 0.00 0.00 0.00 29.10 70.70 170.00 426.00 1022.52
      picks 10 low: 0.00 0.00 0.00 0.92 2.40 6.02 14.00 34.20 86.21 202.23 530.73
      picks 10 medium: 0.00 0.00 0.00 0.00 3.28 8.00 20.00 51.62 130.10 339.29 848.22
      picks 10 high: 0.00 0.00 0.00 0.00 0.00 16.10 37.50 84.80 191.00 466.00 1019.52
      """;

  private PayLists() {}

  /// The lists of a text, by what stands before the colon: multipliers in hundredths.
  static Map<String, List<Long>> parse(String text) {
    Map<String, List<Long>> lists = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      String[] parts = line.split(": ", 2);
      List<Long> pays = new ArrayList<>();
      for (String pay : parts[1].split(" ", -1)) {
        String[] run = pay.split("\\*", 2);
        int times = run.length == 1 ? 1 : Integer.parseInt(run[0]);
        long hundredths = new BigDecimal(run[run.length - 1]).movePointRight(2).longValueExact();
        pays.addAll(Collections.nCopies(times, hundredths));
      }
      lists.put(parts[0], List.copyOf(pays));
    }
    return Collections.unmodifiableMap(lists);
  }
}
