@NullMarked
package dev.pitboss.server.clients;

import org.jspecify.annotations.NullMarked;
