/// The two-phase slot machine: fifteen cells drawn independently by weight, twenty lines, and a
/// royal sequence.
@NullMarked
package dev.pitboss.games.fruit;

import org.jspecify.annotations.NullMarked;
