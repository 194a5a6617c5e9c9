/// The command line: the grammar of all commands, their help and completion, and the one entry
/// point that hands parsed arguments over to the program of a command.
@NullMarked
package dev.pitboss.cli;

import org.jspecify.annotations.NullMarked;
