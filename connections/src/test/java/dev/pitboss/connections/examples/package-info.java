/// Examples to read and to run.
@NullMarked
package dev.pitboss.connections.examples;

import org.jspecify.annotations.NullMarked;
