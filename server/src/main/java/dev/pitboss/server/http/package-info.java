/// Routes, sessions and static files: HTTP in, records out. The only package that speaks HTTP; it
/// knows no SQL.
@NullMarked
package dev.pitboss.server.http;

import org.jspecify.annotations.NullMarked;
