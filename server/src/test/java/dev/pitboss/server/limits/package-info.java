@NullMarked
package dev.pitboss.server.limits;

import org.jspecify.annotations.NullMarked;
