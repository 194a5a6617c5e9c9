/// Tests of `./pitboss` as a person runs it.
@NullMarked
package dev.pitboss.server.launcher;

import org.jspecify.annotations.NullMarked;
