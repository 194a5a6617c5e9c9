/// The tenants: who they are, what they offer on which terms, their hosts and keys.
@NullMarked
package dev.pitboss.server.operators;

import org.jspecify.annotations.NullMarked;
