/// The protocol that front ends of published games speak.
@NullMarked
package dev.pitboss.server.api.rgs;

import org.jspecify.annotations.NullMarked;
