/// Passkeys, without the players they belong to: what a browser is asked, and whether what its
/// authenticator answers proves anything (WebAuthn).
@NullMarked
package dev.pitboss.server.passkeys;

import org.jspecify.annotations.NullMarked;
