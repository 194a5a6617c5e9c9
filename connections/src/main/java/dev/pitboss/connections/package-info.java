/// JDBC connections that prove they came back. Every borrow goes through a [ConnectionTracker],
/// which knows for each line of code how many connections it took, gave back, holds now and has
/// kept too long.
@NullMarked
package dev.pitboss.connections;

import org.jspecify.annotations.NullMarked;
