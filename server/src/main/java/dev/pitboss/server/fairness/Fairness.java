package dev.pitboss.server.fairness;

import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.ledger.OpenRounds;
import dev.pitboss.server.ledger.PlayerAccount;
import dev.pitboss.server.ledger.Wallet;
import java.time.InstantSource;
import java.util.Optional;

/// Players' operations on their seeds. Changes lock the player's account first, so that a bet meets
/// either the pair before or the pair after, never a half-changed one. Thread-safe.
public final class Fairness {
  private final Database database;
  private final Wallet wallet;
  private final OpenRounds openRounds;
  private final SeedPairs seeds;
  private final InstantSource clock;

  public Fairness(
      Database database,
      Wallet wallet,
      OpenRounds openRounds,
      SeedPairs seeds,
      InstantSource clock) {
    this.database = database;
    this.wallet = wallet;
    this.openRounds = openRounds;
    this.seeds = seeds;
    this.clock = clock;
  }

  /// A rotation's two sides.
  public record Rotation(SeedPairs.Revealed revealed, SeedPairs.Commitment active) {}

  /// What the player may see of the pair in use.
  public SeedPairs.Commitment active(long playerId) {
    return database.read(connection -> seeds.active(connection, playerId));
  }

  /// Replaces the client seed before the first bet under the pair.
  ///
  /// @return the pair as it is now, or empty when a bet was already drawn under it
  public Optional<SeedPairs.Commitment> setClientSeed(long playerId, ClientSeed clientSeed) {
    return database.inTransaction(connection -> {
      PlayerAccount account = wallet.lock(connection, playerId);
      return seeds.setClientSeed(connection, account, clientSeed)
          ? Optional.of(seeds.active(connection, playerId))
          : Optional.empty();
    });
  }

  /// Reveals the pair in use and takes the next one into use.
  ///
  /// @return empty when a round is open: its coming cards follow from the seed
  public Optional<Rotation> rotate(long playerId, SeedPairs.Settings settings) {
    return database.inTransaction(connection -> {
      PlayerAccount account = wallet.lock(connection, playerId);
      if (openRounds.hasAny(connection, playerId)) {
        return Optional.empty();
      }
      SeedPairs.Revealed revealed = seeds.rotate(connection, account, settings, clock.instant());
      return Optional.of(new Rotation(revealed, seeds.active(connection, playerId)));
    });
  }
}
