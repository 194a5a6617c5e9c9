/// What was done by whom, in a chain that shows when somebody changed it afterwards.
@NullMarked
package dev.pitboss.server.operators.audit;

import org.jspecify.annotations.NullMarked;
