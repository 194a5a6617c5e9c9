/// Slot machines as data: read from JSON, checked, and refused with a message that says where.
@NullMarked
package dev.pitboss.server.machines;

import org.jspecify.annotations.NullMarked;
