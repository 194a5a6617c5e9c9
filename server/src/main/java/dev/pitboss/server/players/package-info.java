/// Who plays: guests, their accounts and their sessions.
@NullMarked
package dev.pitboss.server.players;

import org.jspecify.annotations.NullMarked;
