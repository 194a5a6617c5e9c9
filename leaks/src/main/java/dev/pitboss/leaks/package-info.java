/// Finds the lines of sources that lose database connections, reports them and mends them.
@NullMarked
package dev.pitboss.leaks;

import org.jspecify.annotations.NullMarked;
