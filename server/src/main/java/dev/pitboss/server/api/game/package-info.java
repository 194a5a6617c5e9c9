/// Routes for playing: games, bets, rounds of several steps, the live table, history and proofs.
@NullMarked
package dev.pitboss.server.api.game;

import org.jspecify.annotations.NullMarked;
