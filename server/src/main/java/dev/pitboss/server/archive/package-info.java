/// Months of bets that are over: closed in the database, moved into files, read from there.
@NullMarked
package dev.pitboss.server.archive;

import org.jspecify.annotations.NullMarked;
