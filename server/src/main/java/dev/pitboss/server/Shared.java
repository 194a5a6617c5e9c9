package dev.pitboss.server;

import dev.pitboss.server.archive.BetArchive;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.fairness.SeedVault;
import dev.pitboss.server.ledger.OpenRounds;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.scheduling.Lifecycle;
import java.time.InstantSource;

/// What every part of the casino builds on.
///
/// @param started closes the parts, the last one first
record Shared(
    Database database,
    Wallet wallet,
    OpenRounds openRounds,
    SeedVault vault,
    SeedPairs seeds,
    BetArchive archive,
    InstantSource clock,
    Lifecycle started) {}
