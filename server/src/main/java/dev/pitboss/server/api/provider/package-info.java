/// Routes for game providers, signed with a key of the provider.
@NullMarked
package dev.pitboss.server.api.provider;

import org.jspecify.annotations.NullMarked;
