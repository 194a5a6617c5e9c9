/// Responsible play: the limits players set themselves, what their operator's jurisdiction asks
/// for, and what they have used of both.
@NullMarked
package dev.pitboss.server.restrictions;

import org.jspecify.annotations.NullMarked;
