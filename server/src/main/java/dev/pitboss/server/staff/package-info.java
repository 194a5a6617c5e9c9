/// Who works here, what they may do, and what takes two of them.
@NullMarked
package dev.pitboss.server.staff;

import org.jspecify.annotations.NullMarked;
