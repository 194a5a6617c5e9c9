/// server
@NullMarked
package dev.pitboss.server;

import org.jspecify.annotations.NullMarked;
