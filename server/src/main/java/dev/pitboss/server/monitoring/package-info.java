/// Health, metrics and the invariants that stop betting when they break.
@NullMarked
package dev.pitboss.server.monitoring;

import org.jspecify.annotations.NullMarked;
