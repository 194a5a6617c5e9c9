package dev.pitboss.games.slots;

import dev.pitboss.games.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Plays a round the plain way, by the machine's description and nothing prepared: what a player
/// sees and a verifier repeats. The mathematics take another road, [LineStates], and tests compare
/// both.
final class SlotRound {
  private final SlotMachine machine;
  private final long lineBetMinor;
  private final Draws draws;

  private SlotRound(SlotMachine machine, long lineBetMinor, Draws draws) {
    this.machine = machine;
    this.lineBetMinor = lineBetMinor;
    this.draws = draws;
  }

  static SlotOutcome play(SlotMachine machine, long stakeMinor, Draws draws) {
    if (stakeMinor < 1
        || stakeMinor % machine.stakeStep() != 0
        || stakeMinor > machine.maxStakeMinor()) {
      throw new IllegalArgumentException(
          "A stake on %s is a positive multiple of %d up to %d, got %d"
              .formatted(machine.id(), machine.stakeStep(), machine.maxStakeMinor(), stakeMinor));
    }
    return new SlotRound(machine, stakeMinor / machine.stakeStep(), draws).play(stakeMinor);
  }

  private SlotOutcome play(long stakeMinor) {
    SlotSpin paid = spin(false);
    List<SlotSpin> free = freeSpins(paid.freeSpinsAwarded());
    long sum = paid.payoutMinor() + free.stream().mapToLong(SlotSpin::payoutMinor).sum();
    long payoutMinor = Math.min(sum, stakeMinor * machine.maxWinMultiple());
    return new SlotOutcome(stakeMinor, paid, free, payoutMinor, payoutMinor < sum);
  }

  private List<SlotSpin> freeSpins(int awarded) {
    FreeSpins rule = machine.freeSpins();
    if (rule == null) {
      return List.of();
    }
    List<SlotSpin> played = new ArrayList<>();
    int due = Math.min(awarded, rule.maxPerRound());
    while (played.size() < due) {
      SlotSpin spin = spin(true);
      played.add(spin);
      due = Math.min(due + spin.freeSpinsAwarded(), rule.maxPerRound());
    }
    return played;
  }

  private SlotSpin spin(boolean isFree) {
    FreeSpins rule = machine.freeSpins();
    int multiplier = isFree && rule != null ? rule.multiplier() : 1;
    List<Integer> stops =
        machine.strips().stream().map(strip -> draws.below(strip.size())).toList();
    List<List<String>> grid = grid(stops);
    List<LineWin> wins =
        IntStream.range(0, machine.lines().size())
            .mapToObj(line -> lineWin(line, grid, multiplier))
            .flatMap(Optional::stream)
            .toList();
    int scatters = countScatters(grid);
    int awarded = rule == null ? 0 : isFree ? rule.retrigger(scatters) : rule.award(scatters);
    ScatterWin scatter = scatterWin(scatters, awarded, multiplier);
    long payoutMinor =
        wins.stream().mapToLong(LineWin::payoutMinor).sum()
            + (scatter == null ? 0 : scatter.payoutMinor());
    return new SlotSpin(stops, grid, wins, scatter, awarded, multiplier, payoutMinor);
  }

  private List<List<String>> grid(List<Integer> stops) {
    return IntStream.range(0, machine.rows())
        .mapToObj(row ->
            IntStream.range(0, stops.size())
                .mapToObj(reel -> {
                  List<String> strip = machine.strips().get(reel);
                  return strip.get((stops.get(reel) + row) % strip.size());
                })
                .toList())
        .toList();
  }

  private Optional<LineWin> lineWin(int line, List<List<String>> grid, int multiplier) {
    List<Integer> path = machine.lines().get(line);
    List<String> seen =
        IntStream.range(0, path.size())
            .mapToObj(reel -> grid.get(path.get(reel)).get(reel))
            .toList();
    // Two readings are possible: the first symbol that is no wild, with the wilds before and among
    // it,
    // or the leading wilds for themselves. A tie goes to the former, whose run is at least as long.
    Optional<LineWin> natural =
        seen.stream()
            .filter(symbol -> !symbol.equals(machine.wild()))
            .findFirst()
            .flatMap(symbol -> run(line, seen, symbol, multiplier));
    Optional<LineWin> wild =
        Optional.ofNullable(machine.wild()).flatMap(symbol -> run(line, seen, symbol, multiplier));
    long naturalPayout = natural.map(LineWin::payoutMinor).orElse(0L);
    return wild.filter(win -> win.payoutMinor() > naturalPayout).or(() -> natural);
  }

  private Optional<LineWin> run(int line, List<String> seen, String symbolId, int multiplier) {
    int count = 0;
    while (count < seen.size() && stands(seen.get(count), symbolId)) {
      count++;
    }
    int length = count;
    return machine
        .symbol(symbolId)
        .filter(symbol -> symbol.pay(length) > 0)
        .map(symbol ->
            new LineWin(line, symbolId, length, lineBetMinor * symbol.pay(length) * multiplier));
  }

  private boolean stands(String seen, String symbolId) {
    Scatter scatter = machine.scatter();
    boolean isScatter = scatter != null && scatter.symbol().equals(symbolId);
    return seen.equals(symbolId) || (seen.equals(machine.wild()) && !isScatter);
  }

  private int countScatters(List<List<String>> grid) {
    Scatter scatter = machine.scatter();
    return scatter == null
        ? 0
        : (int) grid.stream().flatMap(List::stream).filter(scatter.symbol()::equals).count();
  }

  private @Nullable ScatterWin scatterWin(int count, int awarded, int multiplier) {
    Scatter scatter = machine.scatter();
    if (scatter == null || (scatter.pay(count) == 0 && awarded == 0)) {
      return null;
    }
    return new ScatterWin(
        count, lineBetMinor * machine.stakeStep() * scatter.pay(count) * multiplier);
  }
}
