/// The settlement engine: each lane decides queued requests against a snapshot of the player's
/// account at one version, and posts them in one statement that takes effect at that version only.
/// No row is locked before that statement.
@NullMarked
package dev.pitboss.server.settlement;

import org.jspecify.annotations.NullMarked;
