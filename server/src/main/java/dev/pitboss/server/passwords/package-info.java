/// Password rules and hashing.
@NullMarked
package dev.pitboss.server.passwords;

import org.jspecify.annotations.NullMarked;
