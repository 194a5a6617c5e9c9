/// What a method does with a connection: its body is walked with one acquisition at a time, over
/// all paths, exceptions included; calls of other methods of the tree are answered by summaries.
@NullMarked
package dev.pitboss.leaks.java.flow;

import org.jspecify.annotations.NullMarked;
