/// Logging that a fault cannot turn into a flood.
@NullMarked
package dev.pitboss.server.logging;

import org.jspecify.annotations.NullMarked;
