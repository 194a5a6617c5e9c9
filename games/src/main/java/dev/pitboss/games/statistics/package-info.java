/// Judging whether outcomes that were seen fit the chances that were promised.
@NullMarked
package dev.pitboss.games.statistics;

import org.jspecify.annotations.NullMarked;
