package dev.pitboss.server.fairness;

import dev.pitboss.games.Draws;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.CasinoFixture;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.Predicate;

/// Predicts a casino's draws, which is impossible from outside: it holds the key that seals the
/// seeds. So a test need not hope for a win.
public record Foresight(CasinoFixture casino) {
  /// What one round in a hundred thousand does is found.
  private static final int MAX_SEEDS = 2_000_000;

  /// A client seed under which the player's next seed pair begins as required. It takes effect when
  /// the player rotates to it.
  ///
  /// @param condition judges the draws of the pair's first round
  public String clientSeed(String username, Predicate<Draws> condition) {
    ServerSeed secret = nextSeed(username);
    for (int i = 0; i < MAX_SEEDS; i++) {
      ClientSeed seed = new ClientSeed("seed" + i);
      if (condition.test(DrawScheme.PITBOSS_1.draws(secret, seed, 0))) {
        return seed.text();
      }
    }
    throw new AssertionError("no client seed makes that come true");
  }

  private ServerSeed nextSeed(String username) {
    try (var connection = casino.owner();
        var statement =
            connection.prepareStatement(
                """
                SELECT s.server_seed_sealed, s.player_id
                  FROM seed_pair s JOIN player p USING (player_id)
                 WHERE p.username = ? AND s.state = 'next'
                """)) {
      statement.setString(1, username);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return SeedVault.open(casino.seedKey()).unseal(rows.getBytes(1), rows.getLong(2));
      }
    } catch (SQLException | IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
