/// The commands that work on a casino's database, whether the casino runs or not: operators, staff,
/// the audit trail and money reports.
@NullMarked
package dev.pitboss.server.administration;

import org.jspecify.annotations.NullMarked;
