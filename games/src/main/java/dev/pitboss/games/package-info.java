/// Common to all games: [Draws], the only source of chance a rule may use, and [Rules], the
/// fingerprint of the rules a round was played by.
@NullMarked
package dev.pitboss.games;

import org.jspecify.annotations.NullMarked;
