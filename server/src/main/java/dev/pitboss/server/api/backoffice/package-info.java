/// Routes for staff: operators, providers, wallets, players' support, adjustments, reports, audit
/// trail and monitoring.
@NullMarked
package dev.pitboss.server.api.backoffice;

import org.jspecify.annotations.NullMarked;
