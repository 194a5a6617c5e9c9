/// The pool, migrations and the small SQL helper. The only package that commits.
@NullMarked
package dev.pitboss.server.database;

import org.jspecify.annotations.NullMarked;
