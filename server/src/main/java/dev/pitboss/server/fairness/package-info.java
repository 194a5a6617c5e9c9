/// Server seeds, from commitment over use to reveal.
@NullMarked
package dev.pitboss.server.fairness;

import org.jspecify.annotations.NullMarked;
