/// Backups of a casino on the embedded database, taken while it serves; the continuous archive of
/// its write-ahead log; and restoring from both.
@NullMarked
package dev.pitboss.server.backup;

import org.jspecify.annotations.NullMarked;
