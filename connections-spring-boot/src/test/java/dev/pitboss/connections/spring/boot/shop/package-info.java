/// An application that knows nothing of trackers.
@NullMarked
package dev.pitboss.connections.spring.boot.shop;

import org.jspecify.annotations.NullMarked;
