/// What the library and its agent share; not for use by applications.
@NullMarked
package dev.pitboss.connections.internal;

import org.jspecify.annotations.NullMarked;
