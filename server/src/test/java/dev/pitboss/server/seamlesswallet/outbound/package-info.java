@NullMarked
package dev.pitboss.server.seamlesswallet.outbound;

import org.jspecify.annotations.NullMarked;
