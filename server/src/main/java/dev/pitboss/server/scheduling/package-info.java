/// Background work that no request waits for.
@NullMarked
package dev.pitboss.server.scheduling;

import org.jspecify.annotations.NullMarked;
