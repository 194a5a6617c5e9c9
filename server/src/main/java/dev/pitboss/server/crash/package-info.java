/// The live table: one owner, the holder of the lease, decides; its decisions become durable
/// through the lanes, under a guard that falls with the lease.
@NullMarked
package dev.pitboss.server.crash;

import org.jspecify.annotations.NullMarked;
