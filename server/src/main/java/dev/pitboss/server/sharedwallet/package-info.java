/// The contract between a wallet and those who play with its money: how calls and answers are
/// signed.
@NullMarked
package dev.pitboss.server.sharedwallet;

import org.jspecify.annotations.NullMarked;
