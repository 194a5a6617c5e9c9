/// Crash: a multiplier that grows until it stops, the chain of hashes that says where, and the
/// mathematics.
@NullMarked
package dev.pitboss.games.crash;

import org.jspecify.annotations.NullMarked;
