/// The fixes, compiled and run.
@NullMarked
package dev.pitboss.leaks.fix;

import org.jspecify.annotations.NullMarked;
