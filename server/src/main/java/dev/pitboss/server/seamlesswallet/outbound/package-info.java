/// Operators that keep their players' money themselves: bets that are asked for at their wallet,
/// and completed even when answers are lost. The only package besides `commands` that calls others
/// over HTTP, and it calls only the wallets operators name.
@NullMarked
package dev.pitboss.server.seamlesswallet.outbound;

import org.jspecify.annotations.NullMarked;
