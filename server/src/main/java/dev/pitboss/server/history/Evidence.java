package dev.pitboss.server.history;

import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.SeededDraws;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.games.Bet;

/// All that decides a round, and nothing else: no database, no clock. The same evidence gives the
/// same decision at any time and on any machine, which is what every verification rests on.
/// Immutable and thread-safe.
///
/// @param wager the bet, read by the rules it was played by
/// @param nonce the round's number under the seed pair, at least 0
public record Evidence(
    Bet wager, DrawScheme scheme, ServerSeed serverSeed, ClientSeed clientSeed, long nonce) {

  /// Decides the round.
  ///
  /// @throws dev.pitboss.server.json.InvalidInput when choices of the bet were not possible with
  ///   these draws; names the first of them
  public Bet.Decision decide() {
    return decide(draws());
  }

  /// Decides the round with draws from [#draws], so that they can be looked at afterwards.
  ///
  /// @throws dev.pitboss.server.json.InvalidInput as [#decide()]
  public Bet.Decision decide(SeededDraws draws) {
    return wager.rule().apply(draws);
  }

  /// The round's draws, from the start.
  public SeededDraws draws() {
    return scheme.draws(serverSeed, clientSeed, nonce);
  }
}
