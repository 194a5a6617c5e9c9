/// The agent, in virtual machines of its own, and on every class there is to hand.
@NullMarked
package dev.pitboss.connections.agent;

import org.jspecify.annotations.NullMarked;
