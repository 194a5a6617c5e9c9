/// Who plays: guests and registered players, how they prove who they are, and their sessions.
@NullMarked
package dev.pitboss.server.players;

import org.jspecify.annotations.NullMarked;
