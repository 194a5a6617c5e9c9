/// Slot machines as data: reels, paylines, wild, scatter and free spins, and the exact mathematics
/// of the machine the data describe.
@NullMarked
package dev.pitboss.games.slots;

import org.jspecify.annotations.NullMarked;
