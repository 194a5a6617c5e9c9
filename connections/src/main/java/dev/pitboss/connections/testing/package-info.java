/// The assertion that all connections came back, for tests of any kind.
@NullMarked
package dev.pitboss.connections.testing;

import org.jspecify.annotations.NullMarked;
