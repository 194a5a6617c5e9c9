package dev.pitboss.games.slots;

/// A payline that won.
///
/// @param line its index in the machine's lines, from 0
/// @param symbol the id of the symbol that is paid, wilds counting as it
/// @param count how many of a kind from the left
/// @param payoutMinor in minor units, the spin's multiplier included
public record LineWin(int line, String symbol, int count, long payoutMinor) {}
