/// The live table, from its rules in time to real sockets.
@NullMarked
package dev.pitboss.server.crash;

import org.jspecify.annotations.NullMarked;
