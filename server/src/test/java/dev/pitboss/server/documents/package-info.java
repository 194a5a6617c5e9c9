/// Holds documents and texts against the sources.
@NullMarked
package dev.pitboss.server.documents;

import org.jspecify.annotations.NullMarked;
