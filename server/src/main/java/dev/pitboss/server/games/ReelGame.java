package dev.pitboss.server.games;

import dev.pitboss.games.Rules;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.games.slots.LineWin;
import dev.pitboss.games.slots.PreparedMachine;
import dev.pitboss.games.slots.ScatterWin;
import dev.pitboss.games.slots.SlotMachine;
import dev.pitboss.games.slots.SlotOutcome;
import dev.pitboss.games.slots.SlotSpin;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.machines.MachineFile;
import io.avaje.jsonb.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A slot machine that decides a spin, free spins and all, in one call.
public final class ReelGame implements OneShotGame {
  /// Up to 100.00 a spin: with a machine that pays 5 000 times the stake, a round wins at most 500
  /// 000.00.
  private static final long MAX_STAKE = 10_000;

  private final SlotMachine machine;
  private final String name;
  private final PreparedMachine prepared;
  private final Rules rules;
  private final StakeLimits limits;
  private final OnDemand<ParSheet> parSheet;

  private ReelGame(SlotMachine machine, String document, String name) {
    this.machine = machine;
    this.name = name;
    this.prepared = new PreparedMachine(machine);
    // the document and not another rendering of it: from it the machine can be built again
    this.rules = new Rules(machine.id() + "/" + machine.version(), document);
    int step = machine.stakeStep();
    long most = Math.max(step, Math.min(MAX_STAKE, machine.maxStakeMinor()));
    this.limits = new StakeLimits(step, most / step * step, step);
    this.parSheet = new OnDemand<>(machine::parSheet);
  }

  /// The game of a machine's JSON document, by the machine's name.
  ///
  /// @throws IllegalArgumentException naming what is wrong with the document
  public static ReelGame of(String document) {
    SlotMachine machine = MachineFile.parse(document);
    return new ReelGame(machine, document, machine.name());
  }

  /// The game of a machine's JSON document, under a name of the casino's.
  ///
  /// @throws IllegalArgumentException naming what is wrong with the document
  static ReelGame named(String name, String document) {
    return new ReelGame(MachineFile.parse(document), document, name);
  }

  @Override
  public String id() {
    return machine.id();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Rules rules() {
    return rules;
  }

  /// The machine itself.
  public SlotMachine machine() {
    return machine;
  }

  /// The machine's definition.
  public String machineJson() {
    return rules.text();
  }

  @Override
  public StakeLimits limits() {
    return limits;
  }

  @Override
  public OptionalLong maxWinMultiple() {
    return OptionalLong.of(machine.maxWinMultiple());
  }

  /// Worked out when first asked for, which takes a good part of a second.
  @Override
  public ParSheet parSheet() {
    return parSheet.get();
  }

  @Override
  public Optional<ParSheet> parSheetWithin(Duration time) {
    return parSheet.within(time);
  }

  @Override
  public Bet read(JsonObject body) {
    long stake = body.requiredLong("stake");
    boolean buys = body.optionalFlag("buy").orElse(false);
    body.refuseOtherFields();
    limits.check(body.pathOf("stake"), stake);
    if (buys) {
      return bought(body, stake);
    }
    String choices = JsonWriter.text(new Choices(stake, null));
    return new Bet(
        id(),
        stake,
        stake * machine.maxWinMultiple(),
        choices,
        draws -> decide(stake, prepared.play(stake, draws)));
  }

  /// A round that buys free spins: it costs their price, and its wins are those of the stake.
  private Bet bought(JsonObject body, long stake) {
    int price =
        machine
            .purchase()
            .orElseThrow(
                () -> InvalidInput.field(body.pathOf("buy"), "this machine sells no free spins"))
            .price();
    long cost = stake * price;
    if (cost > limits.max()) {
      throw InvalidInput.field(
          body.pathOf("stake"),
          "must be at most %d where free spins are bought for %d times the stake, got %d"
              .formatted(limits.max() / price / limits.step() * limits.step(), price, stake));
    }
    return new Bet(
        id(),
        cost,
        stake * machine.maxWinMultiple(),
        JsonWriter.text(new Choices(stake, true)),
        draws -> decide(cost, prepared.playBought(stake, draws)));
  }

  private static Bet.Decision decide(long stake, SlotOutcome outcome) {
    return new Bet.Decision(stake, outcome.payoutMinor(), JsonWriter.text(Result.of(outcome)));
  }

  /// A spin's bet as stored.
  ///
  /// @param buy true where the round buys free spins, else absent
  @Json
  public record Choices(long stake, @Nullable Boolean buy) {}

  /// The paid spin, and the free spins it led to.
  ///
  /// @param cascades the grids after the first; absent where nothing falls
  /// @param capped whether the machine's max win cut the round's payout
  @Json
  public record Result(
      List<Integer> stops,
      List<List<String>> grid,
      List<Win> wins,
      @Nullable List<Fallen> cascades,
      @Nullable ScatterView scatter,
      long payout,
      int freeSpinsAwarded,
      List<FreeSpin> freeSpins,
      boolean capped) {
    static Result of(SlotOutcome outcome) {
      SlotSpin spin = outcome.spin();
      return new Result(
          spin.stops(),
          spin.grid(),
          Win.all(spin.wins()),
          Fallen.all(spin),
          ScatterView.of(spin.scatter()),
          spin.payoutMinor(),
          spin.freeSpinsAwarded(),
          outcome.freeSpins().stream().map(FreeSpin::of).toList(),
          outcome.capped());
    }
  }

  /// A grid after symbols that had won vanished.
  ///
  /// @param multiplier of its wins
  @Json
  public record Fallen(List<List<String>> grid, List<Win> wins, int multiplier, long payout) {
    static @Nullable List<Fallen> all(SlotSpin spin) {
      return spin.cascades().isEmpty()
          ? null
          : spin.cascades().stream()
              .map(it ->
                  new Fallen(it.grid(), Win.all(it.wins()), it.multiplier(), it.payoutMinor()))
              .toList();
    }
  }

  /// One free spin.
  ///
  /// @param cascades the grids after the first; absent where nothing falls
  @Json
  public record FreeSpin(
      List<Integer> stops,
      List<List<String>> grid,
      List<Win> wins,
      @Nullable List<Fallen> cascades,
      @Nullable ScatterView scatter,
      int multiplier,
      long payout,
      int freeSpinsAwarded) {
    static FreeSpin of(SlotSpin spin) {
      return new FreeSpin(
          spin.stops(),
          spin.grid(),
          Win.all(spin.wins()),
          Fallen.all(spin),
          ScatterView.of(spin.scatter()),
          spin.multiplier(),
          spin.payoutMinor(),
          spin.freeSpinsAwarded());
    }
  }

  /// A run that won.
  ///
  /// @param line index of its line among the machine's, from 0; -1 where no lines pay, and for
  ///   scatters besides the one that awards free spins
  /// @param from `right` for a run that begins at the rightmost reel, else absent
  /// @param ways how many ways make it; absent where others pay
  /// @param cells where a cluster stands, each as `row × reels + reel`; absent for other wins
  @Json
  public record Win(
      int line,
      String symbol,
      int count,
      long payout,
      @Nullable String from,
      @Nullable Integer ways,
      @Nullable List<Integer> cells) {
    static List<Win> all(List<LineWin> wins) {
      return wins.stream()
          .map(win ->
              new Win(
                  win.line(),
                  win.symbol(),
                  win.count(),
                  win.payoutMinor(),
                  win.fromRight() ? "right" : null,
                  win.line() < 0 && win.ways() > 0 ? win.ways() : null,
                  win.cells().isEmpty() ? null : win.cells()))
          .toList();
    }
  }

  /// What the scatters in view did.
  @Json
  public record ScatterView(int count, long payout) {
    static @Nullable ScatterView of(@Nullable ScatterWin win) {
      return win == null ? null : new ScatterView(win.count(), win.payoutMinor());
    }
  }
}
