/// Playing very many rounds very fast, to hold the mathematics against.
@NullMarked
package dev.pitboss.games.simulation;

import org.jspecify.annotations.NullMarked;
