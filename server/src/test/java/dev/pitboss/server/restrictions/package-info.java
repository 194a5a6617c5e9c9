@NullMarked
package dev.pitboss.server.restrictions;

import org.jspecify.annotations.NullMarked;
