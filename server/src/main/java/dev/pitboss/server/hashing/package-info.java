/// SHA-256, as everything here uses it.
@NullMarked
package dev.pitboss.server.hashing;

import org.jspecify.annotations.NullMarked;
