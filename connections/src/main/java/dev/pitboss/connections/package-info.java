/// connections
@NullMarked
package dev.pitboss.connections;

import org.jspecify.annotations.NullMarked;
