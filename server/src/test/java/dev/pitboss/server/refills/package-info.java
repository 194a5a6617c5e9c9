@NullMarked
package dev.pitboss.server.refills;

import org.jspecify.annotations.NullMarked;
