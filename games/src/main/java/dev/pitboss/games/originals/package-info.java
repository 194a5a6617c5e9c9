/// The originals: dice, limbo, plinko, wheel and keno, one round a bet, each with its exact table
/// of payouts.
@NullMarked
package dev.pitboss.games.originals;

import org.jspecify.annotations.NullMarked;
