/// What the languages that tree-sitter parses share.
@NullMarked
package dev.pitboss.leaks.treesitter;

import org.jspecify.annotations.NullMarked;
