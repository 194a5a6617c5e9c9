package dev.pitboss.server.commands;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.games.Draws;
import dev.pitboss.games.Rules;
import dev.pitboss.games.baccarat.Baccarat;
import dev.pitboss.games.baccarat.BaccaratBet;
import dev.pitboss.games.baccarat.Spot;
import dev.pitboss.games.blackjack.BasicStrategy;
import dev.pitboss.games.blackjack.BlackjackMathematics;
import dev.pitboss.games.blackjack.BlackjackRules;
import dev.pitboss.games.blackjack.BlackjackSimulation;
import dev.pitboss.games.books.BookSimulation;
import dev.pitboss.games.crash.Crash;
import dev.pitboss.games.fruit.FruitMachine;
import dev.pitboss.games.fruit.FruitSimulation;
import dev.pitboss.games.originals.Original;
import dev.pitboss.games.originals.OriginalBet;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.games.roulette.BetType;
import dev.pitboss.games.roulette.Roulette;
import dev.pitboss.games.roulette.RouletteBet;
import dev.pitboss.games.simulation.Simulation;
import dev.pitboss.games.slots.SlotMachine;
import dev.pitboss.games.slots.SlotSimulation;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.games.ReelGame;
import dev.pitboss.server.published.PublishedGame;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The game a command works on: a game of the casino, or a slot machine from a file. Immutable.
sealed interface GameUnderTest {
  /// The games that need no file, as they are named on the command line.
  List<String> GAMES =
      List.of(
          "slots",
          "slots-20",
          "roulette",
          "blackjack",
          "baccarat",
          "crash",
          "dice",
          "limbo",
          "plinko",
          "wheel",
          "keno");

  /// For people.
  String title();

  /// The exact mathematics; blackjack's take a second or two.
  ParSheet parSheet();

  /// What it is played by, as a round stores it: of a machine the document, byte by byte.
  Rules rules();

  /// Plays one kind of bet of the PAR sheet.
  ///
  /// @throws UsageException when that bet cannot be simulated
  Simulation simulation(BetPar bet) throws UsageException;

  /// Whether hit frequency and volatility are approximations, as those of split hands are.
  default boolean isBlackjack() {
    return this instanceof BlackjackTable;
  }

  /// Finds the game of that name, or reads the machine in that file, or the published game in that
  /// folder. An imported game goes by its id.
  ///
  /// @param line whose first operand names it
  /// @throws UsageException when there is no such game or file, or the file has defects
  static GameUnderTest of(Arguments line, Terminal terminal) throws UsageException {
    String gameOrFile = line.operand(0);
    return switch (gameOrFile) {
      case "slots" -> new Fruits();
      case "roulette" -> new Wheel();
      case "blackjack" -> new BlackjackTable();
      case "baccarat" -> new BaccaratTable();
      case "crash" -> new CrashTable();
      case "dice", "limbo", "plinko", "wheel", "keno" ->
          new OriginalTable(Original.of(gameOrFile).orElseThrow());
      default -> {
        Optional<PublishedGame> published = PublishedGames.find(gameOrFile, line, terminal);
        yield published.isPresent()
            ? PublishedBooks.of(gameOrFile, published.get())
            : machine(gameOrFile, terminal);
      }
    };
  }

  private static GameUnderTest machine(String idOrFile, Terminal terminal) throws UsageException {
    Optional<ReelGame> ours =
        Games.named(idOrFile).filter(ReelGame.class::isInstance).map(ReelGame.class::cast);
    return new Machine(ours.isPresent() ? ours.get() : fromFile(idOrFile, terminal));
  }

  private static ReelGame fromFile(String name, Terminal terminal) throws UsageException {
    String document;
    try {
      document = terminal.read(name);
    } catch (UsageException unread) {
      throw new UsageException(
          "'%s' is no game (%s), and %s"
              .formatted(name, String.join(", ", GAMES), unread.getMessage()));
    }
    try {
      return ReelGame.of(document);
    } catch (IllegalArgumentException defects) {
      throw new UsageException(
          (name.equals("-") ? "standard input" : name) + ": " + defects.getMessage());
    }
  }

  /// A slot machine with reels.
  record Machine(ReelGame game) implements GameUnderTest {
    @Override
    public String title() {
      SlotMachine machine = game.machine();
      List<Integer> stops = machine.strips().stream().map(List::size).toList();
      String reels =
          stops.stream().distinct().count() == 1
              ? stops.size() + " reels of " + stops.getFirst() + " stops"
              : "reels of "
                  + stops.stream().map(String::valueOf).collect(Collectors.joining(", "))
                  + " stops";
      int lines = machine.lines().size();
      String wins = lines == 0 ? machine.wins().what() : lines == 1 ? "1 line" : lines + " lines";
      return "%s: %s, %s".formatted(machine.name(), reels, wins);
    }

    @Override
    public Rules rules() {
      return game.rules();
    }

    @Override
    public ParSheet parSheet() {
      return game.machine().parSheet();
    }

    @Override
    public Simulation simulation(BetPar bet) {
      return new SlotSimulation(game.machine(), !bet.bet().equals(game.id()));
    }
  }

  /// Fifteen cells without reels.
  record Fruits() implements GameUnderTest {
    @Override
    public String title() {
      return "Fruit Slots: 15 independent cells, %d lines".formatted(FruitMachine.LINES.size());
    }

    @Override
    public Rules rules() {
      return FruitMachine.rules();
    }

    @Override
    public ParSheet parSheet() {
      return FruitMachine.parSheet();
    }

    @Override
    public Simulation simulation(BetPar bet) {
      return new FruitSimulation();
    }
  }

  /// European roulette.
  record Wheel() implements GameUnderTest {
    @Override
    public String title() {
      return "European Roulette";
    }

    @Override
    public Rules rules() {
      return Roulette.rules();
    }

    @Override
    public ParSheet parSheet() {
      return Roulette.parSheet();
    }

    @Override
    public Simulation simulation(BetPar bet) {
      BetType type = BetType.of(bet.bet()).orElseThrow();
      List<RouletteBet> bets = List.of(new RouletteBet(type, type.places().getFirst(), 1));
      return Simulation.ofRounds((Draws draws) -> Roulette.play(bets, draws).payoutMinor());
    }
  }

  /// Blackjack as the casino offers it, by basic strategy.
  record BlackjackTable() implements GameUnderTest {
    private static final BlackjackRules RULES = BlackjackRules.STANDARD;

    @Override
    public String title() {
      return "Blackjack by basic strategy: %d decks, dealer %s soft 17"
          .formatted(RULES.decks(), RULES.dealerHitsSoft17() ? "hits" : "stands on");
    }

    @Override
    public Rules rules() {
      return RULES.rules();
    }

    @Override
    public ParSheet parSheet() {
      return BlackjackMathematics.parSheet(RULES);
    }

    @Override
    public Simulation simulation(BetPar bet) throws UsageException {
      if (!bet.bet().equals("blackjack")) {
        throw new UsageException(
            "basic strategy takes no " + bet.bet() + ", so it is not simulated");
      }
      return new BlackjackSimulation(RULES, BasicStrategy.of(RULES));
    }
  }

  /// Baccarat as the casino offers it.
  record BaccaratTable() implements GameUnderTest {
    @Override
    public String title() {
      return "Baccarat: a fresh shoe of %d decks for every coup".formatted(Baccarat.DECKS);
    }

    @Override
    public Rules rules() {
      return Baccarat.rules();
    }

    @Override
    public ParSheet parSheet() {
      return Baccarat.parSheet();
    }

    @Override
    public Simulation simulation(BetPar bet) {
      Spot spot = Spot.of(bet.bet()).orElseThrow();
      List<BaccaratBet> bets = List.of(new BaccaratBet(spot, spot.stakeStep()));
      double stake = spot.stakeStep();
      return Simulation.ofRounds(draws -> Baccarat.play(bets, draws).payoutMinor() / stake);
    }
  }

  /// Crash, by the target a bet is made with.
  record CrashTable() implements GameUnderTest {
    @Override
    public String title() {
      return "Crash, by the multiplier a bet leaves at";
    }

    @Override
    public Rules rules() {
      return Crash.rules();
    }

    @Override
    public ParSheet parSheet() {
      return Crash.parSheet();
    }

    @Override
    public Simulation simulation(BetPar bet) {
      long target = bet.maxWin().times(100).numerator().longValueExact();
      double stake = Crash.STAKE_STEP;
      return Simulation.ofRounds(
          draws -> Crash.payout(Crash.STAKE_STEP, target, Crash.crashPoint(draws)) / stake);
    }
  }

  /// One of the originals, by the choices a bet is made with.
  record OriginalTable(Original original) implements GameUnderTest {
    @Override
    public String title() {
      return switch (original) {
        case DICE -> "Dice: a roll of 0.00 to 100.00, over or under a target";
        case LIMBO -> "Limbo: a multiplier to be reached";
        case PLINKO -> "Plinko: 8 to 16 rows, three risks";
        case WHEEL -> "Wheel: 10 to 50 segments, three risks";
        case KENO -> "Keno: 1 to 10 of 40 numbers, ten drawn, three risks";
      };
    }

    @Override
    public Rules rules() {
      return original.rules();
    }

    @Override
    public ParSheet parSheet() {
      return original.parSheet();
    }

    @Override
    public Simulation simulation(BetPar bet) {
      OriginalBet played =
          original.bets().stream()
              .filter(it -> it.name().equals(bet.bet()))
              .findFirst()
              .orElseThrow();
      return Simulation.ofRounds(draws -> played.play(draws).multiplier() / 100.0);
    }
  }

  /// A published game: outcomes are books with weights.
  ///
  /// @param name its id, or that of the folder
  record PublishedBooks(String name, PublishedGame game, List<ModeFigures> figures)
      implements GameUnderTest {
    static PublishedBooks of(String idOrFolder, PublishedGame game) {
      Path last = Path.of(idOrFolder).toAbsolutePath().normalize().getFileName();
      return new PublishedBooks(
          last == null ? idOrFolder : last.toString(),
          game,
          game.modes().stream().map(mode -> ModeFigures.of(mode.mode())).toList());
    }

    @Override
    public String title() {
      long books = figures.stream().mapToLong(it -> it.mode().table().size()).sum();
      return "published game: %s, %s books"
          .formatted(
              figures.size() == 1 ? "1 mode" : figures.size() + " modes",
              NumberFormats.grouped(books));
    }

    @Override
    public Rules rules() {
      return game.rules();
    }

    @Override
    public ParSheet parSheet() {
      return new ParSheet(name, rules(), figures.stream().map(ModeFigures::par).toList());
    }

    @Override
    public Simulation simulation(BetPar bet) {
      return new BookSimulation(game.mode(bet.bet()).orElseThrow().mode());
    }
  }
}
