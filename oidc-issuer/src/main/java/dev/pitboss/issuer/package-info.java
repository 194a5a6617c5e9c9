/// An OpenID Connect issuer that is not ours, to test signing in against.
@NullMarked
package dev.pitboss.issuer;

import org.jspecify.annotations.NullMarked;
