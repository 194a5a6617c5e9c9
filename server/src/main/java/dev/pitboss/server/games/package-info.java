/// The games on offer with their limits and rules for each operator: how a request becomes a bet,
/// and how an outcome is shown. Their mathematics is in the module `games`.
@NullMarked
package dev.pitboss.server.games;

import org.jspecify.annotations.NullMarked;
