package dev.pitboss.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.DatabaseOptions;
import dev.pitboss.server.db.Migrations;
import dev.pitboss.server.db.Pool;
import dev.pitboss.server.db.embedded.EmbeddedDatabase;
import dev.pitboss.server.fairness.Fairness;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.fairness.SeedVault;
import dev.pitboss.server.history.Replay;
import dev.pitboss.server.history.Rounds;
import dev.pitboss.server.http.Api;
import dev.pitboss.server.http.Services;
import dev.pitboss.server.http.WebServer;
import dev.pitboss.server.ops.Health;
import dev.pitboss.server.ops.Invariants;
import dev.pitboss.server.ops.Metrics;
import dev.pitboss.server.ops.Watch;
import dev.pitboss.server.play.BettingSwitch;
import dev.pitboss.server.play.GameCatalogue;
import dev.pitboss.server.play.Games;
import dev.pitboss.server.play.Play;
import dev.pitboss.server.players.Players;
import dev.pitboss.server.wallet.Wallet;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/// The whole casino, wired: what depends on what, in the order it starts. Closing stops it in the
/// opposite order, after the requests in flight.
public final class Casino implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
}
