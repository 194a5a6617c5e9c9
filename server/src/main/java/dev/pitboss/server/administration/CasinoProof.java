package dev.pitboss.server.administration;

import dev.pitboss.server.archive.ArchiveProof;
import dev.pitboss.server.archive.BetArchive;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.monitoring.Invariants;
import dev.pitboss.server.operators.audit.AuditProof;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a casino that was just restored shows of itself.
///
/// @param faults empty when it is whole
/// @param auditHead where the audit chain ends
/// @param lastBet empty when it has none
record CasinoProof(List<String> faults, String auditHead, Optional<LastBet> lastBet) {
  CasinoProof {
    faults = List.copyOf(faults);
  }

  /// The newest bet that was settled; bets are acknowledged after that.
  ///
  /// @param stake in minor units
  record LastBet(String ref, long playerId, String game, long stake, Instant at) {}

  /// Reads everything: every invariant, the audit chain, the files of archived months, and whether
  /// the seed key is the database's.
  ///
  /// @param data folder of the casino
  static CasinoProof of(Office office, Path data) throws IOException, Refused {
    List<String> faults = new ArrayList<>();
    for (Invariants.Broken broken : new Invariants(office.database()).thorough()) {
      faults.add("invariant %s is broken: %s".formatted(broken.name(), broken.cases()));
    }
    String head = "";
    switch (new AuditProof(office.database(), office.chain()).verify(Optional.empty())) {
      case AuditProof.Finding.Intact(AuditProof.Head intact, long _) -> head = intact.toString();
      case AuditProof.Finding.SoFar(AuditProof.Head unfinished) ->
          throw new IllegalStateException("the whole chain was asked for, not to " + unfinished);
      case AuditProof.Finding.Broken(long position, String what) ->
          faults.add("the audit chain is broken at link %d: %s".formatted(position, what));
    }
    faults.addAll(new ArchiveProof(office.database(), data.resolve(BetArchive.FOLDER)).faults());
    return new CasinoProof(faults, head, lastBet(office));
  }

  private static Optional<LastBet> lastBet(Office office) {
    return office
        .database()
        .inLongTransaction(connection -> {
          Sql.update(connection, "SET LOCAL statement_timeout = '1h'");
          return Sql.first(
              connection,
              """
              SELECT round_id, player_id, game, stake, settled_at FROM round
               ORDER BY settled_at DESC LIMIT 1
              """,
              row ->
                  new LastBet(
                      row.getString("round_id"),
                      row.getLong("player_id"),
                      row.getString("game"),
                      row.getLong("stake"),
                      Sql.instant(row, "settled_at")));
        });
  }
}
