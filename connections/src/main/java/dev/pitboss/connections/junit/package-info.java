/// A JUnit assertion that a test gave back every connection. Needs `junit-jupiter-api`.
@NullMarked
package dev.pitboss.connections.junit;

import org.jspecify.annotations.NullMarked;
