/// Games as studios publish them: every outcome is a book that was made beforehand, and a table of
/// weights says how likely each is. A round draws one.
@NullMarked
package dev.pitboss.games.books;

import org.jspecify.annotations.NullMarked;
