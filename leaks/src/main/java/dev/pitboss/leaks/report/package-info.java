/// A scan's result for readers, machines, code hosts and build logs.
@NullMarked
package dev.pitboss.leaks.report;

import org.jspecify.annotations.NullMarked;
