/// Mends lost connections: two OpenRewrite recipes that change the lines a scan found and no other.
@NullMarked
package dev.pitboss.leaks.fix;

import org.jspecify.annotations.NullMarked;
