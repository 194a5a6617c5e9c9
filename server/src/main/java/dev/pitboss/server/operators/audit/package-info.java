/// The audit trail, in a chain that reveals later changes.
@NullMarked
package dev.pitboss.server.operators.audit;

import org.jspecify.annotations.NullMarked;
