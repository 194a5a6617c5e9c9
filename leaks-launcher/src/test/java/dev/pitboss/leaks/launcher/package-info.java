/// Tests of the launcher.
@NullMarked
package dev.pitboss.leaks.launcher;

import org.jspecify.annotations.NullMarked;
