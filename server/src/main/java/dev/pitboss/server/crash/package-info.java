/// The live table: one owner decides, whoever holds the lease; what it decides becomes durable
/// through the lanes, under a guard that falls with the lease.
@NullMarked
package dev.pitboss.server.crash;

import org.jspecify.annotations.NullMarked;
