/// Reports, held to the formats they claim.
@NullMarked
package dev.pitboss.leaks.report;

import org.jspecify.annotations.NullMarked;
