/// The scan of compiled classes: a data flow over byte code for programs whose sources are not at
/// hand.
@NullMarked
package dev.pitboss.leaks.classes;

import org.jspecify.annotations.NullMarked;
