package dev.pitboss.games.baccarat;

/// A bet that is paid.
///
/// @param bet the bet
/// @param payoutMinor in minor units, stake included; the stake alone when a tie returns it
public record BaccaratWin(BaccaratBet bet, long payoutMinor) {}
