/// What the casino does when processes are killed and memory is scarce, with figures.
@NullMarked
package dev.pitboss.bench.faults;

import org.jspecify.annotations.NullMarked;
