/// Tests of the grammar.
@NullMarked
package dev.pitboss.cli;

import org.jspecify.annotations.NullMarked;
