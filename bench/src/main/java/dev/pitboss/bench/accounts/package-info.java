/// What very many accounts cost a casino.
@NullMarked
package dev.pitboss.bench.accounts;

import org.jspecify.annotations.NullMarked;
