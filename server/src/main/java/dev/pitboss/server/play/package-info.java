/// Bets and rounds of several steps, settled in lanes: each lane decides queued requests against a
/// snapshot of the player's account at one version, and posts them in one statement that takes
/// effect at that version only. No row is locked before that statement. Also the catalogue of games
/// with their limits, and expired rounds.
@NullMarked
package dev.pitboss.server.play;

import org.jspecify.annotations.NullMarked;
