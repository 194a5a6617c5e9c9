/// Routes for a player's account: sessions, sign-in methods, recovery, restrictions, refills.
@NullMarked
package dev.pitboss.server.api.player;

import org.jspecify.annotations.NullMarked;
