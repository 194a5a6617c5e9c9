/// Floods of connections, and what others notice of them.
@NullMarked
package dev.pitboss.bench.floods;

import org.jspecify.annotations.NullMarked;
