package dev.pitboss.server.api.rgs;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.published.GameStore;
import dev.pitboss.server.published.MadeFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Published games whose rounds are known beforehand.
final class SureGames {
  /// The mode `win` pays twice the bet, `lose` nothing, `buy` costs 100 and pays 50 base bets.
  static final String ID = "sure";

  /// The same.
  static final String OTHER = "as-sure";

  private SureGames() {}

  /// Imports them into a casino, and waits until they are on offer.
  static void add(CasinoFixture casino, Path folder) throws Exception {
    Path made =
        new MadeFolder(folder.resolve("sure"))
            .mode("win", "1.0", List.of("1,1,200"))
            .mode("lose", "1.0", List.of("1,1,0"))
            .mode("buy", "100", List.of("1,1,5000"))
            .path();
    for (String id : List.of(ID, OTHER)) {
      add(casino, made, id);
    }
  }

  /// Imports a game of one mode, `base`, with one book.
  static void addOne(CasinoFixture casino, Path folder, String id, String row) throws Exception {
    add(casino, new MadeFolder(folder).mode("base", "1", List.of(row)).path(), id);
  }

  private static void add(CasinoFixture casino, Path made, String id) throws Exception {
    new GameStore(games(casino)).add(made, id, Optional.empty(), Instant.EPOCH);
    Concurrently.await(
        id + " is offered", () -> casino.casino().services().catalogue().game(id).isPresent());
  }

  /// Overwrites the stored books of a game of one mode.
  static void damageBooks(CasinoFixture casino, String id) throws Exception {
    String hash = new GameStore(games(casino)).find(id).orElseThrow().hash();
    Path books = games(casino).resolve(hash).resolve("0.books");
    Files.write(books, new byte[(int) Files.size(books)]);
  }

  private static Path games(CasinoFixture casino) {
    Path data = Objects.requireNonNull(casino.seedKey().toAbsolutePath().getParent());
    return data.resolve(GameStore.FOLDER);
  }
}
