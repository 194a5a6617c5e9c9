/// x
@NullMarked
package dev.pitboss.server.db.embedded;

import org.jspecify.annotations.NullMarked;
