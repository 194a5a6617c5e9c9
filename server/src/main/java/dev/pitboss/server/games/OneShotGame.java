package dev.pitboss.server.games;

/// A game whose round is decided and settled by the request that bets.
public sealed interface OneShotGame extends Game
    permits ReelGame, RouletteGame, BaccaratGame, OriginalGame, BooksGame {}
