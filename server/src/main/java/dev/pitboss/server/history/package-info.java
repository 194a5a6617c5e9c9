/// Settled rounds: listed, shown whole, and played again to prove them.
@NullMarked
package dev.pitboss.server.history;

import org.jspecify.annotations.NullMarked;
