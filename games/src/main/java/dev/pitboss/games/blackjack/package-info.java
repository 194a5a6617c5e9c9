/// Blackjack: one state machine for play, recovery and verification, its basic strategy computed
/// and its house edge by exact calculation.
@NullMarked
package dev.pitboss.games.blackjack;

import org.jspecify.annotations.NullMarked;
