@NullMarked
package dev.pitboss.server.approvals;

import org.jspecify.annotations.NullMarked;
