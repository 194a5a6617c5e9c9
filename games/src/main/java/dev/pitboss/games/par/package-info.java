/// The mathematics a game publishes about itself: exact fractions and the sheet that carries them.
@NullMarked
package dev.pitboss.games.par;

import org.jspecify.annotations.NullMarked;
