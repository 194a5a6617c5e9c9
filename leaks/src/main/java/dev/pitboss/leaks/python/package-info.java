/// The scan of Python sources: parser, control flow, ownership of connections, mends.
@NullMarked
package dev.pitboss.leaks.python;

import org.jspecify.annotations.NullMarked;
