/// JDBC connections that prove they came back.
///
/// Start at [dev.pitboss.connections.ConnectionTracker]: it lends connections of an existing pool,
/// counts every borrow once under the line that made it, watches how long each is held, and says so
/// in one immutable [dev.pitboss.connections.LeakReport].
@NullMarked
package dev.pitboss.connections;

import org.jspecify.annotations.NullMarked;
