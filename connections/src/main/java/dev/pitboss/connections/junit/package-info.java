/// A JUnit assertion that a test gave back every connection: [NoLeaks] needs `junit-jupiter-api`,
/// [NoLeaksRule] needs JUnit 4.
@NullMarked
package dev.pitboss.connections.junit;

import org.jspecify.annotations.NullMarked;
