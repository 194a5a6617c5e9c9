package dev.pitboss.games.fair;

/// One draw as it was made: enough to redo it by hand.
///
/// @param cursor where in the seed pair's byte stream the four bytes were taken, counted in bytes;
///   for `pitboss-1` the bytes skipped since the previous draw were refused
/// @param word the four bytes as one big-endian unsigned number, `0 ≤ word < 2³²`
/// @param bound how many results were possible
/// @param value the result, `0 ≤ value < bound`
public record Draw(int cursor, long word, int bound, int value) {}
