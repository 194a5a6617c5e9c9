/// The scan of Kotlin sources: `use`, its absence, and `finally`.
@NullMarked
package dev.pitboss.leaks.kotlin;

import org.jspecify.annotations.NullMarked;
