/// Our wallet for others: providers, their keys, how a player is handed to them, and what they may
/// ask for.
@NullMarked
package dev.pitboss.server.seamlesswallet.inbound;

import org.jspecify.annotations.NullMarked;
