/// bench
@NullMarked
package dev.pitboss.bench;

import org.jspecify.annotations.NullMarked;
