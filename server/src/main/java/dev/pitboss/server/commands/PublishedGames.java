package dev.pitboss.server.commands;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.published.GameStore;
import dev.pitboss.server.published.PublicationDefect;
import dev.pitboss.server.published.PublishedFolder;
import dev.pitboss.server.published.PublishedGame;
import dev.pitboss.server.published.StoredGame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Published games as commands find them: a folder, or the id of an imported one.
final class PublishedGames {
  private PublishedGames() {}

  /// The game of that folder or id; empty when it is neither.
  ///
  /// @throws UsageException when the folder breaks a rule of the format, or what was imported is
  ///   damaged
  static Optional<PublishedGame> find(String idOrFolder, Arguments line, Terminal terminal)
      throws UsageException {
    try {
      if (isFolder(idOrFolder)) {
        return Optional.of(read(idOrFolder));
      }
      GameStore store = GameStore.of(line.value("--data"), terminal.environment());
      Optional<GameStore.Offer> offer = store.find(idOrFolder);
      return offer.isPresent()
          ? Optional.of(store.open(offer.get().hash()).game())
          : Optional.empty();
    } catch (StoredGame.DamagedException defect) {
      throw new UsageException(String.valueOf(defect.getMessage()));
    } catch (IOException failure) {
      throw new UsageException("cannot read " + idOrFolder + ": " + failure.getMessage());
    }
  }

  /// The game in a published folder.
  ///
  /// @throws UsageException when it breaks a rule of the format
  static PublishedGame read(String folder) throws UsageException {
    try {
      return PublishedFolder.read(Path.of(folder));
    } catch (PublicationDefect defect) {
      throw new UsageException(String.valueOf(defect.getMessage()));
    } catch (IOException failure) {
      throw new UsageException("cannot read " + folder + ": " + failure.getMessage());
    }
  }

  /// The imported game of that hash, books and all.
  ///
  /// @throws UsageException when it was not imported here, or is not what was imported any more
  static StoredGame open(String hash, Arguments line, Terminal terminal) throws UsageException {
    try {
      return GameStore.of(line.value("--data"), terminal.environment()).open(hash);
    } catch (StoredGame.DamagedException | IOException failure) {
      throw new UsageException(
          "the published game of this round is not available: %s; give its folder with --rules DIR"
              .formatted(failure.getMessage()));
    }
  }

  /// Whether it is the name of a folder.
  static boolean isFolder(String name) {
    try {
      return Files.isDirectory(Path.of(name));
    } catch (InvalidPathException _) {
      return false;
    }
  }
}
