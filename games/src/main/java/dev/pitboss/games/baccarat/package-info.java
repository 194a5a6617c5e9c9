/// Punto banco: eight decks, fixed drawing rules, five bets.
@NullMarked
package dev.pitboss.games.baccarat;

import org.jspecify.annotations.NullMarked;
