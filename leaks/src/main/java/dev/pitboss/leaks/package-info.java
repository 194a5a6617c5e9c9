/// Finds the lines of Java sources that lose JDBC connections, names the mistake and mends it.
@NullMarked
package dev.pitboss.leaks;

import org.jspecify.annotations.NullMarked;
