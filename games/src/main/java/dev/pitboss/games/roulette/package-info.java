/// European roulette: 37 pockets, one zero, bets checked against the layout.
@NullMarked
package dev.pitboss.games.roulette;

import org.jspecify.annotations.NullMarked;
