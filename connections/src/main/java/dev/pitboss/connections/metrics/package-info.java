/// Tracked connections in Micrometer. Needs `micrometer-core`.
@NullMarked
package dev.pitboss.connections.metrics;

import org.jspecify.annotations.NullMarked;
