/// games
@NullMarked
package dev.pitboss.games;

import org.jspecify.annotations.NullMarked;
