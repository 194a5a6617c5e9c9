/// Work that nobody waits for.
@NullMarked
package dev.pitboss.server.background;

import org.jspecify.annotations.NullMarked;
