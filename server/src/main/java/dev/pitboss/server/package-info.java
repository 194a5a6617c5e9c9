/// The casino. `Casino` wires it; each package is one feature; a bet flows `http` → `play` →
/// `wallet`.
@NullMarked
package dev.pitboss.server;

import org.jspecify.annotations.NullMarked;
