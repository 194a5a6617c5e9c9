/// Changes that create power over money, which take two of an operator's staff: one asks, another
/// whose account is independent approves.
@NullMarked
package dev.pitboss.server.approvals;

import org.jspecify.annotations.NullMarked;
