/// The scan of Java sources.
@NullMarked
package dev.pitboss.leaks.java;

import org.jspecify.annotations.NullMarked;
