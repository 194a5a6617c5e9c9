/// JSON at the edge: strict reading with the field at fault, compile-time writing.
@NullMarked
package dev.pitboss.server.json;

import org.jspecify.annotations.NullMarked;
