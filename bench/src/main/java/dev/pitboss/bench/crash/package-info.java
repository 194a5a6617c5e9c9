/// The live crash table under a full house.
@NullMarked
package dev.pitboss.bench.crash;

import org.jspecify.annotations.NullMarked;
