/// Accounts, the double-entry ledger and the settlement of bets.
@NullMarked
package dev.pitboss.server.wallet;

import org.jspecify.annotations.NullMarked;
