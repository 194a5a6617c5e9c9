/// Runs the leak scan for build tools.
@NullMarked
package dev.pitboss.leaks.launcher;

import org.jspecify.annotations.NullMarked;
