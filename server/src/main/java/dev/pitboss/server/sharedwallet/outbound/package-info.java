/// Operators that keep their players' money themselves: bets that are asked for at their wallet,
/// and brought to an end whatever becomes of the answers. The only package besides `commands` that
/// calls others over HTTP, and it calls the wallets operators name, nobody else.
@NullMarked
package dev.pitboss.server.sharedwallet.outbound;

import org.jspecify.annotations.NullMarked;
