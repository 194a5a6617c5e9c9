package dev.pitboss.server.web;

import dev.pitboss.games.Draws;
import dev.pitboss.games.baccarat.Spot;
import dev.pitboss.games.blackjack.Action;
import dev.pitboss.games.blackjack.BlackjackRound;
import dev.pitboss.games.crash.ChainDraws;
import dev.pitboss.games.crash.GameHash;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.BlackjackGame;
import dev.pitboss.server.games.CrashGame;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.games.ReelGame;
import dev.pitboss.server.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Simulated rounds: random bets decided by the server's own games from random seeds, each as
/// `rounds/{ref}` would show it once its seed is revealed.
record RandomRounds(Random random) {
  private static final int MAX_STEPS = 50;

  /// Each is hashed in the browser.
  private static final int MAX_CHAIN = 40;

  private static final int MAX_NONCE = 1_000_000;
  private static final List<String> EVEN_CHANCES =
      List.of("red", "black", "even", "odd", "low", "high");

  /// So many rounds of a game as a JSON array.
  String of(String game, int count) {
    return of(Games.named(game).orElseThrow(), count);
  }

  /// The same of a game that the casino need not offer.
  String of(Game rules, int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> round(rules))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /// A bet on a game as the server reads it.
  static Bet read(String game, String body) {
    Game rules = Games.named(game).orElseThrow();
    return rules.read(parsed(body));
  }

  private String round(Game game) {
    return game instanceof CrashGame ? crashRound(game) : drawnRound(game);
  }

  /// A bet on a round of a random chain, left by hand or by itself or not at all.
  private String crashRound(Game game) {
    byte[] entropy = new byte[32];
    random.nextBytes(entropy);
    GameHash hash = GameHash.of(entropy);
    int number = 1 + random.nextInt(MAX_CHAIN);
    String salt = Long.toHexString(random.nextLong());
    String target = random.nextBoolean() ? ",\"autoCashout\":" + hundredths() : "";
    String left = target.isEmpty() && random.nextBoolean() ? ",\"cashOut\":" + hundredths() : "";
    String fate = random.nextInt(10) == 0 ? ",\"round\":\"void\"" : "";
    Bet wager = game.read(parsed("{\"stake\":" + stake(100) + target + left + fate + "}"));
    return shown(
        wager,
        wager.rule().apply(new ChainDraws(hash, salt)),
        "\"serverSeed\":\"%s\",\"serverSeedHash\":\"%s\",\"clientSeed\":\"%s\",\"nonce\":%d"
            .formatted(hash.hex(), hash.before(number).hex(), salt, number));
  }

  /// Most rounds crash below three.
  private int hundredths() {
    return 101 + random.nextInt(200);
  }

  private String drawnRound(Game game) {
    byte[] entropy = new byte[ServerSeed.ENTROPY_BYTES];
    random.nextBytes(entropy);
    ServerSeed serverSeed = ServerSeed.fromEntropy(entropy);
    ClientSeed clientSeed = new ClientSeed(Long.toHexString(random.nextLong()));
    int nonce = random.nextInt(MAX_NONCE);
    DrawScheme scheme = random.nextBoolean() ? DrawScheme.PITBOSS_1 : DrawScheme.STAKE;
    String bet =
        game instanceof ReelGame machine
            ? reelBet(machine)
            : bet(game.id(), scheme.draws(serverSeed, clientSeed, nonce));
    Bet wager = game.read(parsed(bet));
    return shown(
        wager,
        wager.rule().apply(scheme.draws(serverSeed, clientSeed, nonce)),
        "\"scheme\":\"%s\",\"serverSeed\":\"%s\",\"clientSeed\":\"%s\",\"nonce\":%d"
            .formatted(scheme.id(), serverSeed.text(), clientSeed.text(), nonce));
  }

  private static String shown(Bet wager, Bet.Decision decision, String fairness) {
    return """
    {"game":"%s","stake":%d,"payout":%d,"bet":%s,"result":%s,"fairness":{%s}}\
    """
        .formatted(
            wager.game(),
            decision.stake(),
            decision.payout(),
            wager.choices(),
            decision.outcome(),
            fairness);
  }

  private static JsonObject parsed(String json) {
    return JsonObject.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /// On machines that sell free spins, every other round buys them.
  private String reelBet(ReelGame game) {
    int step = game.machine().stakeStep();
    return game.machine().purchase().isPresent() && random.nextBoolean()
        ? "{\"stake\":%d,\"buy\":true}".formatted(step)
        : "{\"stake\":%d}".formatted(stake(step));
  }

  private String bet(String game, Draws draws) {
    return switch (game) {
      case "roulette" ->
          "{\"bets\":[{\"type\":\"%s\",\"stake\":%d},{\"type\":\"straight\",\"numbers\":[%d],\"stake\":%d}]}"
              .formatted(
                  EVEN_CHANCES.get(random.nextInt(EVEN_CHANCES.size())),
                  stake(100),
                  random.nextInt(37),
                  stake(100));
      case "baccarat" -> "{\"bets\":[" + baccaratBets() + "]}";
      case "blackjack" -> blackjackBet(draws);
      case "slots" -> "{\"stake\":" + stake(20) + "}";
      case "dice" -> diceBet();
      case "limbo" ->
          "{\"target\":%d,\"stake\":%d}".formatted(101 + random.nextInt(400), stake(100));
      case "plinko" ->
          "{\"rows\":%d,\"risk\":\"%s\",\"stake\":%d}"
              .formatted(8 + random.nextInt(9), risk(), stake(100));
      case "wheel" ->
          "{\"segments\":%d,\"risk\":\"%s\",\"stake\":%d}"
              .formatted(10 + 10 * random.nextInt(5), risk(), stake(100));
      case "keno" ->
          "{\"picks\":%s,\"risk\":\"%s\",\"stake\":%d}".formatted(picks(), risk(), stake(100));
      default -> throw new IllegalArgumentException("no random bet on " + game);
    };
  }

  private String diceBet() {
    boolean over = random.nextBoolean();
    return "{\"direction\":\"%s\",\"target\":%d,\"stake\":%d}"
        .formatted(over ? "over" : "under", 500 + random.nextInt(9_000), stake(100));
  }

  private String risk() {
    return List.of("low", "medium", "high").get(random.nextInt(3));
  }

  private List<Integer> picks() {
    return random.ints(1, 41).distinct().limit(1 + random.nextInt(10)).boxed().toList();
  }

  /// On every spot, so that all payouts are compared.
  private String baccaratBets() {
    return Arrays.stream(Spot.values())
        .map(spot -> "{\"on\":\"%s\",\"stake\":%d}".formatted(spot.id(), stake(20)))
        .collect(Collectors.joining(","));
  }

  /// Any legal action, one after the other, until the round is over.
  private String blackjackBet(Draws draws) {
    long stake = stake(20);
    BlackjackRound round = BlackjackRound.deal(BlackjackGame.RULES, stake, draws);
    StringBuilder actions = new StringBuilder();
    for (int step = 0; step < MAX_STEPS && !round.isOver(); step++) {
      List<Action> legal = List.copyOf(round.legalActions());
      // Splits are rare and everything about them is worth comparing.
      Action action =
          legal.contains(Action.SPLIT) ? Action.SPLIT : legal.get(random.nextInt(legal.size()));
      round.take(action);
      actions.append(actions.isEmpty() ? "" : ",").append('"').append(action.id()).append('"');
    }
    return "{\"stake\":%d,\"actions\":[%s]}".formatted(stake, actions);
  }

  private long stake(int step) {
    return (long) step * (1 + random.nextInt(50));
  }
}
