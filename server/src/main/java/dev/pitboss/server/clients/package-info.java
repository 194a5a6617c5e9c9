/// Who connects: the network address of a client, and a coarse fingerprint of its program.
@NullMarked
package dev.pitboss.server.clients;

import org.jspecify.annotations.NullMarked;
