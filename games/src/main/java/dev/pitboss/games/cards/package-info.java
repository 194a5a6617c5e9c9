/// French cards, the shoe they are dealt from, and nothing about any game.
@NullMarked
package dev.pitboss.games.cards;

import org.jspecify.annotations.NullMarked;
