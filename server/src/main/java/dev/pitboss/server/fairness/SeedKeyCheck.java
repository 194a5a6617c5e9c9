package dev.pitboss.server.fairness;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;

/// Holds a database to the seed key it was first used with. Under another key no sealed secret
/// opens, and new ones would be sealed that no other server opens.
public final class SeedKeyCheck {
  private static final String PURPOSE = "fingerprint of the seed key";

  private SeedKeyCheck() {}

  /// Compares the key with the database's, which the first one becomes.
  ///
  /// @param keyFile the key's, for the message
  /// @throws IOException when the database was used with another key
  public static void check(Database database, SeedVault vault, Path keyFile) throws IOException {
    if (!database.inTransaction(connection -> fits(connection, vault))) {
      throw new IOException(
          "%s is not the seed key of this database: copy the key of its other servers, or of the"
                  .formatted(keyFile)
              + " backup, there");
    }
  }

  private static boolean fits(Connection connection, SeedVault vault) throws SQLException {
    byte[] own = vault.derivedKey(PURPOSE);
    Optional<byte[]> known = known(connection);
    if (known.isEmpty() && opensTheNewestSeed(connection, vault)) {
      Sql.update(
          connection,
          "INSERT INTO seed_key (fingerprint) VALUES (?) ON CONFLICT DO NOTHING",
          (Object) own);
      known = known(connection); // of two servers that start at once one is the first
    }
    return known.isPresent() && Arrays.equals(known.get(), own);
  }

  private static Optional<byte[]> known(Connection connection) throws SQLException {
    return Sql.first(
        connection, "SELECT fingerprint FROM seed_key", row -> row.getBytes("fingerprint"));
  }

  /// A database of before there were fingerprints may have sealed seeds.
  private static boolean opensTheNewestSeed(Connection connection, SeedVault vault)
      throws SQLException {
    return Sql.first(
            connection,
            """
            SELECT player_id, server_seed_sealed FROM seed_pair
             ORDER BY seed_pair_id DESC LIMIT 1
            """,
            row -> vault.opens(row.getBytes("server_seed_sealed"), row.getLong("player_id")))
        .orElse(true);
  }
}
