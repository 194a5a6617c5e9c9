/// The life of a bet: read it, lock the player, draw, settle.
@NullMarked
package dev.pitboss.server.play;

import org.jspecify.annotations.NullMarked;
