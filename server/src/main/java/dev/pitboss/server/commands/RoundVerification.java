package dev.pitboss.server.commands;

import dev.pitboss.games.crash.ChainDraws;
import dev.pitboss.games.crash.GameHash;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.Draw;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.SeededDraws;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.BooksGame;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.history.ChainEvidence;
import dev.pitboss.server.history.Evidence;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonValue;
import dev.pitboss.server.published.BookArchive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A round played again from its bet, rules and seeds, and what it claims held against that. Pure.
///
/// @param checks in the order made; when one fails so early that nothing can be played, the last
/// @param draws the draws the round was given, in order
record RoundVerification(List<Check> checks, List<Draw> draws) {

  /// One thing that was looked at.
  ///
  /// @param name one word
  /// @param shown what was found, in a few words
  /// @param fault what is wrong, beginning with the field at fault; empty when it is in order
  record Check(String name, String shown, Optional<String> fault) {}

  RoundVerification {
    checks = List.copyOf(checks);
    draws = List.copyOf(draws);
  }

  /// All faults, worst first.
  List<String> faults() {
    return checks.stream().map(Check::fault).flatMap(Optional::stream).toList();
  }

  boolean isValid() {
    return faults().isEmpty();
  }

  /// Plays a round again.
  ///
  /// @param game by the rules the round names
  /// @param serverSeedText as the round reveals it
  static RoundVerification of(RoundFile round, Game game, String serverSeedText) {
    return round.fairness().scheme().equals(ChainDraws.SCHEME)
        ? ofTable(round, game, serverSeedText)
        : ofSeeds(round, game, serverSeedText);
  }

  /// Plays a bet on a live table's round again.
  ///
  /// @param hashText the round's hash, which the round shows as its server seed
  private static RoundVerification ofTable(RoundFile round, Game game, String hashText) {
    List<Check> checks = new ArrayList<>();
    RoundFile.Fairness fairness = round.fairness();
    try {
      GameHash hash = gameHash("fairness.serverSeed", hashText);
      gameHash("fairness.serverSeedHash", fairness.serverSeedHash());
      if (fairness.nonce() < 1 || fairness.nonce() > ChainEvidence.MAX_NUMBER) {
        throw InvalidInput.field("fairness.nonce", "is no round's number: " + fairness.nonce());
      }
      ChainEvidence evidence =
          new ChainEvidence(
              game.read(round.bet()),
              hash,
              clientSeed(fairness.clientSeed()).text(),
              fairness.nonce());
      checks.add(chain(fairness, evidence));
      checks.add(rules(round, game));
      checks.add(bet(round, evidence.wager()));
      checks.addAll(
          decided(
              round,
              evidence.decide(),
              "hash and salt by %s, round %d".formatted(ChainDraws.SCHEME, fairness.nonce())));
    } catch (InvalidInput refused) {
      checks.add(
          new Check(
              "bet", "could be made so", Optional.of(refused.field() + " " + refused.reason())));
    }
    checks.add(balances(round.money()));
    return new RoundVerification(checks, List.of());
  }

  private static Check chain(RoundFile.Fairness fairness, ChainEvidence evidence) {
    String end = evidence.end();
    return new Check(
        "commitment",
        "the hash leads to the chain's end in %d steps".formatted(fairness.nonce()),
        end.equals(fairness.serverSeedHash())
            ? Optional.empty()
            : Optional.of(
                """
                fairness.serverSeed is not round %d of the chain committed to:
                  it leads to     %s
                  serverSeedHash  %s\
                """
                    .formatted(fairness.nonce(), end, fairness.serverSeedHash())));
  }

  private static GameHash gameHash(String field, String text) {
    try {
      return GameHash.of(text);
    } catch (IllegalArgumentException refused) {
      throw InvalidInput.field(field, "is no hash: " + refused.getMessage());
    }
  }

  private static RoundVerification ofSeeds(RoundFile round, Game game, String serverSeedText) {
    List<Check> checks = new ArrayList<>();
    List<Draw> draws = List.of();
    try {
      ServerSeed serverSeed = serverSeed(serverSeedText);
      checks.add(commitment(round, serverSeed));
      checks.add(rules(round, game));
      Evidence evidence = evidence(round, game, serverSeed);
      checks.add(bet(round, evidence.wager()));
      SeededDraws given = evidence.draws();
      Bet.Decision decision = evidence.decide(given);
      draws = given.made();
      checks.addAll(
          decided(
              round,
              decision,
              "%s by %s, nonce %d"
                  .formatted(
                      draws.size() == 1 ? "1 draw" : draws.size() + " draws",
                      round.fairness().scheme(),
                      round.fairness().nonce())));
      book(game, decision).ifPresent(checks::add);
    } catch (InvalidInput refused) {
      checks.add(
          new Check(
              "bet", "could be played so", Optional.of(refused.field() + " " + refused.reason())));
    }
    checks.add(balances(round.money()));
    return new RoundVerification(checks, draws);
  }

  /// Whether the book that is drawn is the one that was imported; nothing to look at in other
  /// games.
  private static Optional<Check> book(Game game, Bet.Decision decision) {
    if (!(game instanceof BooksGame books)) {
      return Optional.empty();
    }
    try {
      return books
          .book(JsonObject.parse(decision.outcome().getBytes(StandardCharsets.UTF_8)))
          .map(book ->
              new Check(
                  "book", "%d bytes, by their SHA-256".formatted(book.length), Optional.empty()));
    } catch (BookArchive.DamagedException damaged) {
      return Optional.of(
          new Check("book", "as imported", Optional.of(String.valueOf(damaged.getMessage()))));
    }
  }

  private static Check commitment(RoundFile round, ServerSeed serverSeed) {
    String committed = round.fairness().serverSeedHash();
    String hash = serverSeed.hash().hex();
    return new Check(
        "commitment",
        "the server seed's SHA-256 was committed to",
        committed.equals(hash)
            ? Optional.empty()
            : Optional.of(
                "fairness.serverSeed is not the seed committed to:\n  its SHA-256 is  "
                    + hash
                    + "\n  serverSeedHash  "
                    + committed));
  }

  private static Check rules(RoundFile round, Game game) {
    String claimed = round.fairness().rulesVersion();
    return new Check(
        "rules",
        claimed + ", by their SHA-256",
        fault("fairness.rulesVersion", claimed, game.rules().version()));
  }

  private static Evidence evidence(RoundFile round, Game game, ServerSeed serverSeed) {
    RoundFile.Fairness fairness = round.fairness();
    DrawScheme scheme =
        DrawScheme.of(fairness.scheme())
            .orElseThrow(
                () -> InvalidInput.field("fairness.scheme", "is no scheme: " + fairness.scheme()));
    if (fairness.nonce() < 0) {
      throw InvalidInput.field("fairness.nonce", "is below 0: " + fairness.nonce());
    }
    return new Evidence(
        game.read(round.bet()),
        scheme,
        serverSeed,
        clientSeed(fairness.clientSeed()),
        fairness.nonce());
  }

  private static ServerSeed serverSeed(String text) {
    try {
      return ServerSeed.of(text);
    } catch (IllegalArgumentException refused) {
      throw InvalidInput.field("fairness.serverSeed", "is no seed: " + refused.getMessage());
    }
  }

  private static ClientSeed clientSeed(String text) {
    try {
      return new ClientSeed(text);
    } catch (IllegalArgumentException refused) {
      throw InvalidInput.field("fairness.clientSeed", "is no seed: " + refused.getMessage());
    }
  }

  private static Check bet(RoundFile round, Bet wager) {
    return new Check(
        "bet",
        "one these rules take",
        Difference.first(round.written(), JsonValue.parse(wager.choices())));
  }

  private static List<Check> decided(RoundFile round, Bet.Decision decision, String from) {
    RoundFile.Money money = round.money();
    return List.of(
        new Check(
            "result", from, Difference.first(round.result(), JsonValue.parse(decision.outcome()))),
        new Check(
            "stake",
            Long.toString(money.stake()),
            fault("stake", Long.toString(money.stake()), Long.toString(decision.stake()))),
        new Check(
            "payout",
            Long.toString(money.payout()),
            fault("payout", Long.toString(money.payout()), Long.toString(decision.payout()))));
  }

  private static Check balances(RoundFile.Money money) {
    String sum = "%d − %d + %d".formatted(money.balanceBefore(), money.stake(), money.payout());
    long after = money.balanceBefore() - money.stake() + money.payout();
    return new Check(
        "balances",
        sum + " = " + money.balanceAfter(),
        after == money.balanceAfter()
            ? Optional.empty()
            : Optional.of(
                "balanceAfter is %d, not %d = %s".formatted(money.balanceAfter(), after, sum)));
  }

  private static Optional<String> fault(String field, String claimed, String actual) {
    return claimed.equals(actual)
        ? Optional.empty()
        : Optional.of("%s is %s, not %s".formatted(field, claimed, actual));
  }
}
