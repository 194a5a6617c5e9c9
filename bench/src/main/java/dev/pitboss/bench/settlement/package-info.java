/// How many bets a second are settled, by the casino and by the transaction one would write first.
@NullMarked
package dev.pitboss.bench.settlement;

import org.jspecify.annotations.NullMarked;
