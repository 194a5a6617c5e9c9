/// Provably fair chance: a committed secret seed, the player's own seed, a counter, and the exact
/// way their bytes become draws.
@NullMarked
package dev.pitboss.games.fair;

import org.jspecify.annotations.NullMarked;
