/// Bets and rounds of several steps: what a request asks of the settlement engine, rounds that
/// expire, and the switch that suspends betting.
@NullMarked
package dev.pitboss.server.rounds;

import org.jspecify.annotations.NullMarked;
