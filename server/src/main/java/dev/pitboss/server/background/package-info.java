/// Background work that no request waits for.
@NullMarked
package dev.pitboss.server.background;

import org.jspecify.annotations.NullMarked;
