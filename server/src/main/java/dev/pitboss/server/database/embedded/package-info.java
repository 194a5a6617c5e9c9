/// A real PostgreSQL that comes with the casino: one data folder, durable, its own port and
/// password.
@NullMarked
package dev.pitboss.server.database.embedded;

import org.jspecify.annotations.NullMarked;
