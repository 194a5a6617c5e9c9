/// Tests of the Python scan.
@NullMarked
package dev.pitboss.leaks.python;

import org.jspecify.annotations.NullMarked;
