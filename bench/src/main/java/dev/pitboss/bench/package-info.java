/// Measurements: every number the documents claim comes from one of these commands.
@NullMarked
package dev.pitboss.bench;

import org.jspecify.annotations.NullMarked;
