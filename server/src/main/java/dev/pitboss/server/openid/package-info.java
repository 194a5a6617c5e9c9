/// Signing in at an OpenID Connect issuer: asking it, and believing nothing it did not sign.
@NullMarked
package dev.pitboss.server.openid;

import org.jspecify.annotations.NullMarked;
