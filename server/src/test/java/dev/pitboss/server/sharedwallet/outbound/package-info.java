@NullMarked
package dev.pitboss.server.sharedwallet.outbound;

import org.jspecify.annotations.NullMarked;
