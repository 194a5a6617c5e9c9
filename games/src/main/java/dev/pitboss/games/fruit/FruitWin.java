package dev.pitboss.games.fruit;

/// A line that won.
///
/// @param line its index, from 0
/// @param symbol the fruit's id, or `royal` for the royal sequence
/// @param count how many of a kind from the left; 5 for the royal sequence
/// @param payoutMinor in minor units
public record FruitWin(int line, String symbol, int count, long payoutMinor) {}
