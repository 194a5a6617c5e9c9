/// The lobby's files from the class path, the template every page has, and the description of the
/// API as it is served.
@NullMarked
package dev.pitboss.server.web;

import org.jspecify.annotations.NullMarked;
