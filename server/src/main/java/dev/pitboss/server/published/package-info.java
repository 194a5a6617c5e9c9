/// Games as studios publish them: folders read and checked, and kept by their content.
@NullMarked
package dev.pitboss.server.published;

import org.jspecify.annotations.NullMarked;
