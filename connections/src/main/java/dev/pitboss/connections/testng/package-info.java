/// A TestNG listener that fails tests which do not give back every connection. Needs `testng`.
@NullMarked
package dev.pitboss.connections.testng;

import org.jspecify.annotations.NullMarked;
