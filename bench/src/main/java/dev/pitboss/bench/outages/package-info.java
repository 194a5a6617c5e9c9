/// What players and operators see while the database takes no writes.
@NullMarked
package dev.pitboss.bench.outages;

import org.jspecify.annotations.NullMarked;
