/// Health, metrics and the invariants that stop betting when they break.
@NullMarked
package dev.pitboss.server.ops;

import org.jspecify.annotations.NullMarked;
