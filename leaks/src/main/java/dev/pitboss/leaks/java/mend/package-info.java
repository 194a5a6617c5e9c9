/// Mends of Java sources: changes of their text, at places the tree tells, so that all else stays
/// as it was written.
@NullMarked
package dev.pitboss.leaks.java.mend;

import org.jspecify.annotations.NullMarked;
