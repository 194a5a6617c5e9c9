/// Accounts, the double-entry ledger, the settlement of bets, and escrow for rounds of several
/// steps.
@NullMarked
package dev.pitboss.server.wallet;

import org.jspecify.annotations.NullMarked;
