/// The HTTP kernel: connections and their limits, requests and responses, authorization, rates and
/// deadlines. It knows no route, no page and no SQL.
@NullMarked
package dev.pitboss.server.http;

import org.jspecify.annotations.NullMarked;
