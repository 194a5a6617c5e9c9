/// Tests through the public surface, from a package of their own so that their frames are
/// application frames.
@NullMarked
package dev.pitboss.connections.acceptance;

import org.jspecify.annotations.NullMarked;
