/// The routes of the HTTP API, wired to the services behind them, and what routes of several kinds
/// of clients share. Below it one package for each kind of client; none depends on another.
@NullMarked
package dev.pitboss.server.api;

import org.jspecify.annotations.NullMarked;
