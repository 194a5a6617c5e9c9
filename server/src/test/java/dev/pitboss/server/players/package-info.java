@NullMarked
package dev.pitboss.server.players;

import org.jspecify.annotations.NullMarked;
