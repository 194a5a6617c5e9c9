/// What several packages of the library share. Not exported.
@NullMarked
package dev.pitboss.connections.inner;

import org.jspecify.annotations.NullMarked;
