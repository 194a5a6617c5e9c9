/// Java sources as trees, and what their names mean, as far as the tree itself tells: no class path
/// is needed, and nothing that is missing stops anything.
@NullMarked
package dev.pitboss.leaks.java.source;

import org.jspecify.annotations.NullMarked;
