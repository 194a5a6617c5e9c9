/// The rule of JUnit 4, run by JUnit 4.
@NullMarked
package dev.pitboss.connections.junit;

import org.jspecify.annotations.NullMarked;
