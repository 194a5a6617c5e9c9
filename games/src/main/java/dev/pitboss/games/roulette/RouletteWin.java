package dev.pitboss.games.roulette;

/// A bet that won.
///
/// @param bet the bet
/// @param payoutMinor what it is paid in minor units, stake included
public record RouletteWin(RouletteBet bet, long payoutMinor) {}
