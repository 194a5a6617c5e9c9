package dev.pitboss.server.web;

import dev.pitboss.games.Draws;
import dev.pitboss.games.baccarat.Spot;
import dev.pitboss.games.blackjack.Action;
import dev.pitboss.games.blackjack.BlackjackRound;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.play.BlackjackGame;
import dev.pitboss.server.play.Game;
import dev.pitboss.server.play.Games;
import dev.pitboss.server.play.Wager;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Rounds nobody played: random bets decided by the server's own games from random seeds, each as
/// `rounds/{ref}` would show it once its seed is revealed.
record RandomRounds(Random random) {
  private static final int MAX_STEPS = 50;
  private static final int MAX_NONCE = 1_000_000;
  private static final List<String> EVEN_CHANCES =
      List.of("red", "black", "even", "odd", "low", "high");

  /// So many rounds of a game as a JSON array.
  String of(String game, int count) {
    Game rules =
        Games.offered().stream().filter(one -> one.id().equals(game)).findFirst().orElseThrow();
    return IntStream.range(0, count)
        .mapToObj(_ -> round(rules))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private String round(Game game) {
    byte[] entropy = new byte[ServerSeed.ENTROPY_BYTES];
    random.nextBytes(entropy);
    ServerSeed serverSeed = ServerSeed.fromEntropy(entropy);
    ClientSeed clientSeed = new ClientSeed(Long.toHexString(random.nextLong()));
    int nonce = random.nextInt(MAX_NONCE);
    DrawScheme scheme = random.nextBoolean() ? DrawScheme.PITBOSS_1 : DrawScheme.STAKE;
    String bet = bet(game.id(), scheme.draws(serverSeed, clientSeed, nonce));
    Wager wager = game.read(JsonObject.parse(bet.getBytes(StandardCharsets.UTF_8)));
    Wager.Decision decision = wager.rule().apply(scheme.draws(serverSeed, clientSeed, nonce));
    return """
    {"game":"%s","stake":%d,"payout":%d,"bet":%s,"result":%s,
     "fairness":{"scheme":"%s","serverSeed":"%s","clientSeed":"%s","nonce":%d}}\
    """
        .formatted(
            game.id(),
            decision.stake(),
            decision.payout(),
            wager.choices(),
            decision.outcome(),
            scheme.id(),
            serverSeed.text(),
            clientSeed.text(),
            nonce);
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
      case "slots", "slots-20" -> "{\"stake\":" + stake(20) + "}";
      default -> throw new IllegalArgumentException("no random bet on " + game);
    };
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
