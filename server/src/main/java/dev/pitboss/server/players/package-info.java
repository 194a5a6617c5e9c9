/// Guests and registered players, their authentication and their sessions.
@NullMarked
package dev.pitboss.server.players;

import org.jspecify.annotations.NullMarked;
