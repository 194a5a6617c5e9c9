/// Input and result of a scan, the same for each language.
@NullMarked
package dev.pitboss.leaks.model;

import org.jspecify.annotations.NullMarked;
