/// Play chips again for registered players who have lost theirs.
@NullMarked
package dev.pitboss.server.refills;

import org.jspecify.annotations.NullMarked;
