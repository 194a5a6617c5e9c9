@NullMarked
package dev.pitboss.server.seamlesswallet;

import org.jspecify.annotations.NullMarked;
