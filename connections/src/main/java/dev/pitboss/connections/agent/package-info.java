/// The Java agent: call sites for an application that is not changed.
///
/// `Agent` reads the options, `Weaver` puts a call to the library at every line that takes a
/// connection, a `WovenSite` is what that call meets, `Trackers` finds the tracker of the data
/// source, `Endpoint` shows the reports.
@NullMarked
package dev.pitboss.connections.agent;

import org.jspecify.annotations.NullMarked;
