/// This build beside another one, measured in turns.
@NullMarked
package dev.pitboss.bench.against;

import org.jspecify.annotations.NullMarked;
