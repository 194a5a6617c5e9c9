/// Accounts, the double-entry ledger, and escrow for rounds of several steps.
@NullMarked
package dev.pitboss.server.ledger;

import org.jspecify.annotations.NullMarked;
