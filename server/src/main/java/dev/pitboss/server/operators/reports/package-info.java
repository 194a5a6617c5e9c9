/// What the house took and paid, and whether the ledger agrees.
@NullMarked
package dev.pitboss.server.operators.reports;

import org.jspecify.annotations.NullMarked;
