package dev.pitboss.server.ledger;

import java.nio.charset.StandardCharsets;

/// Bets as they go over the wire to the database, for proxies that look for one.
public final class StoredBets {
  private StoredBets() {}

  /// A bet on red of that stake, each byte as a letter.
  public static String red(long stake) {
    String bet =
        """
        {"bets":[{"type":"red","numbers":[1,3,5,7,9,12,14,16,18,19,21,23,25,27,30,32,34,36],"stake":%d}]}\
        """
            .formatted(stake);
    return new String(new BetDetail(bet, "").bytes(), StandardCharsets.ISO_8859_1);
  }
}
