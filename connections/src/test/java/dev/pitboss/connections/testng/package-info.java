/// The listener of TestNG, run by TestNG.
@NullMarked
package dev.pitboss.connections.testng;

import org.jspecify.annotations.NullMarked;
