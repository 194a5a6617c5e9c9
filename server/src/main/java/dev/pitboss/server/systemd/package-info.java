/// What the service manager of Linux is told.
@NullMarked
package dev.pitboss.server.systemd;

import org.jspecify.annotations.NullMarked;
