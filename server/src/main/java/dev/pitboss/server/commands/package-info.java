/// Commands that need no casino: print a game's mathematics, simulate it, and verify saved rounds.
/// No database, no server; only `verify --url` speaks to one, as a client.
@NullMarked
package dev.pitboss.server.commands;

import org.jspecify.annotations.NullMarked;
