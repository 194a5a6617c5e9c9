package dev.pitboss.server.published;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.slots.LineWin;
import dev.pitboss.games.slots.SlotBooks;
import dev.pitboss.games.slots.SlotMachine;
import dev.pitboss.games.slots.SlotOutcome;
import dev.pitboss.games.slots.SlotSpin;
import dev.pitboss.server.json.JsonWriter;
import io.avaje.jsonb.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a slot machine of ours as a studio publishes a game: every outcome made beforehand, with
/// events that front ends of the format's own samples know.
public final class MachineExport {
  private static final String WEIGHTS = "lookUpTable_base_0.csv";
  private static final String EVENTS = "books_base.jsonl.zst";
  private static final int LEVEL = 12;

  /// The sample of rounds with free spins is the same each time.
  private static final long SEED = 1;

  private final SlotMachine machine;
  private final List<String> events = new ArrayList<>();
  private long total;

  private MachineExport(SlotMachine machine) {
    this.machine = machine;
  }

  /// Writes the folder, which must not be there or be empty.
  ///
  /// @param rtp of the machine's PAR sheet
  /// @return how many books it has
  /// @throws dev.pitboss.games.slots.NoBooks when the machine cannot be said in books
  public static int write(SlotMachine machine, Fraction rtp, Path folder) throws IOException {
    List<SlotBooks.Book> books = SlotBooks.of(machine, rtp, SEED);
    Files.createDirectories(folder);
    try (Writer table = Files.newBufferedWriter(folder.resolve(WEIGHTS));
        OutputStream file = Files.newOutputStream(folder.resolve(EVENTS));
        OutputStream packed = new ZstdOutputStreamNoFinalizer(file, LEVEL);
        Writer lines = new BufferedWriter(new OutputStreamWriter(packed, StandardCharsets.UTF_8))) {
      int id = 0;
      for (SlotBooks.Book book : books) {
        table.write("%d,%d,%d%n".formatted(id, book.weight(), book.payoutHundredths()));
        lines.write(
            "{\"id\": %d, \"payoutMultiplier\": %d, \"events\": [%s]}\n"
                .formatted(
                    id,
                    book.payoutHundredths(),
                    String.join(", ", new MachineExport(machine).events(book))));
        id++;
      }
    }
    Files.writeString(
        folder.resolve("index.json"),
        """
        {"modes": [{"name": "base", "cost": 1.0, "events": "%s", "weights": "%s"}]}
        """
            .formatted(EVENTS, WEIGHTS));
    return books.size();
  }

  private List<String> events(SlotBooks.Book book) {
    SlotOutcome outcome = book.outcome();
    spin(outcome.spin(), "basegame");
    if (!outcome.freeSpins().isEmpty()) {
      freeSpins(outcome);
    }
    if (outcome.capped()) {
      add(new Amount(events.size(), "wincap", book.payoutHundredths()));
    }
    add(new Amount(events.size(), "finalWin", book.payoutHundredths()));
    return events;
  }

  private void freeSpins(SlotOutcome outcome) {
    int due = outcome.spin().freeSpinsAwarded();
    add(new Trigger(events.size(), "freeSpinTrigger", due, scatters(outcome.spin())));
    long before = total;
    int number = 0;
    for (SlotSpin spin : outcome.freeSpins()) {
      number++;
      add(new FreeSpin(events.size(), "updateFreeSpin", number, due));
      spin(spin, "freegame");
      if (spin.freeSpinsAwarded() > 0) {
        due += spin.freeSpinsAwarded();
        add(new Trigger(events.size(), "freeSpinRetrigger", due, scatters(spin)));
      }
    }
    add(new Amount(events.size(), "freeSpinEnd", total - before));
  }

  private void spin(SlotSpin spin, String gameType) {
    add(new Reveal(events.size(), "reveal", board(spin), gameType));
    if (spin.payoutMinor() > 0) {
      long win = hundredths(spin.payoutMinor());
      total += win;
      add(new Wins(events.size(), "winInfo", win, wins(spin)));
    }
    add(new Amount(events.size(), "setTotalWin", total));
  }

  private static List<List<Tile>> board(SlotSpin spin) {
    List<List<Tile>> reels = new ArrayList<>();
    for (int reel = 0; reel < spin.stops().size(); reel++) {
      List<Tile> tiles = new ArrayList<>();
      for (List<String> row : spin.grid()) {
        tiles.add(new Tile(row.get(reel)));
      }
      reels.add(tiles);
    }
    return reels;
  }

  private List<Win> wins(SlotSpin spin) {
    List<Win> wins = new ArrayList<>();
    for (LineWin win : spin.wins()) {
      List<Place> places = new ArrayList<>();
      for (int cell : machine.cells(spin.grid(), win)) {
        places.add(new Place(cell % spin.stops().size(), cell / spin.stops().size()));
      }
      Integer line = win.line() < 0 ? null : win.line();
      wins.add(new Win(win.symbol(), win.count(), hundredths(win.payoutMinor()), places, line));
    }
    var scatter = spin.scatter();
    if (scatter != null && scatter.payoutMinor() > 0) {
      wins.add(
          new Win(
              scatterSymbol(),
              scatter.count(),
              hundredths(scatter.payoutMinor()),
              scatters(spin),
              null));
    }
    return wins;
  }

  private String scatterSymbol() {
    var scatter = machine.scatter();
    return scatter == null ? "" : scatter.symbol();
  }

  private List<Place> scatters(SlotSpin spin) {
    List<Place> places = new ArrayList<>();
    for (int reel = 0; reel < spin.stops().size(); reel++) {
      for (int row = 0; row < spin.grid().size(); row++) {
        if (spin.grid().get(row).get(reel).equals(scatterSymbol())) {
          places.add(new Place(reel, row));
        }
      }
    }
    return places;
  }

  /// Outcomes are at a line bet of one.
  private long hundredths(long lineBets) {
    return lineBets * 100 / machine.stakeStep();
  }

  private void add(Object event) {
    events.add(JsonWriter.text(event));
  }

  /// A symbol in view.
  @Json
  record Tile(String name) {}

  /// Where one stands.
  @Json
  record Place(int reel, int row) {}

  /// The board, reel by reel from the top.
  @Json
  record Reveal(int index, String type, List<List<Tile>> board, String gameType) {}

  /// What a spin wins, in hundredths.
  @Json
  record Wins(int index, String type, long totalWin, List<Win> wins) {}

  /// One win of it.
  ///
  /// @param line from 0; absent where no line pays
  @Json
  record Win(String symbol, int kind, long win, List<Place> positions, @Nullable Integer line) {}

  /// Free spins are won.
  ///
  /// @param totalFs in all
  @Json
  record Trigger(int index, String type, int totalFs, List<Place> positions) {}

  /// A free spin begins.
  @Json
  record FreeSpin(int index, String type, int amount, int total) {}

  /// A sum, in hundredths.
  @Json
  record Amount(int index, String type, long amount) {}
}
