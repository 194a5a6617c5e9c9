/// What a borrow costs: the tracked connections beside the pool alone, and beside what other pools
/// offer against leaks.
@NullMarked
package dev.pitboss.bench.connections;

import org.jspecify.annotations.NullMarked;
