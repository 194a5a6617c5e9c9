/// What the games cost: rounds by the rules, rounds in plain numbers, and exact mathematics.
@NullMarked
package dev.pitboss.bench.games;

import org.jspecify.annotations.NullMarked;
