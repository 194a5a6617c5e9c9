/// The scan, held to a corpus of leaks and to code that has none.
@NullMarked
package dev.pitboss.leaks;

import org.jspecify.annotations.NullMarked;
