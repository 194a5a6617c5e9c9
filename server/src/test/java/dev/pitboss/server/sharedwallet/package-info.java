@NullMarked
package dev.pitboss.server.sharedwallet;

import org.jspecify.annotations.NullMarked;
