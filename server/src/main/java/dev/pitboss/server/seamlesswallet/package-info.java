/// The contract between a wallet and its callers: how calls and answers are signed.
@NullMarked
package dev.pitboss.server.seamlesswallet;

import org.jspecify.annotations.NullMarked;
