/// Gaming revenue, and its reconciliation with the ledger.
@NullMarked
package dev.pitboss.server.operators.reporting;

import org.jspecify.annotations.NullMarked;
