package dev.pitboss.server.seamlesswallet.outbound;

import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Statement of an external wallet for a period, by its ids of the transactions.
record WalletStatement(Map<String, Line> lines) {
  /// A wallet's clock may be behind ours, or before it, by so much.
  static final Duration MARGIN = Duration.ofMinutes(1);

  private static final int PAGE = 500;

  /// No interval that is asked for has more by far.
  private static final int MAX_PAGES = 100;

  /// Within the time of a request, with one more answer that takes its whole second.
  private static final Duration TIMEOUT = Duration.ofMillis(1_500);

  private static final String NONE = new UUID(0, 0).toString();

  /// A transaction of the wallet's.
  ///
  /// @param transaction id chosen by the caller
  /// @param round the ref of a round of ours, if it is ours
  record Line(
      String transaction,
      String kind,
      String player,
      String round,
      long stake,
      long payout,
      Instant at) {
    boolean movesMoney() {
      return stake != 0 || payout != 0;
    }

    /// For people.
    String says() {
      return says(kind, stake, payout);
    }

    static String says(String kind, long stake, long payout) {
      return kind + ", stake " + stake + ", payout " + payout;
    }

    static Line of(JsonObject line) {
      return new Line(
          line.requiredText("transaction_uuid"),
          line.requiredText("kind"),
          line.optionalText("player").orElse(""),
          line.optionalText("round").orElse(""),
          line.requiredLong("stake"),
          line.requiredLong("payout"),
          Instant.parse(line.requiredText("at")));
    }
  }

  /// Asks for all of a wallet's transactions of that time and [#MARGIN] around it.
  ///
  /// @return empty when it does not list them, or not in time
  static Optional<WalletStatement> read(
      WalletClient client, RemoteWallet wallet, Instant from, Instant to) {
    long giveUpAt = System.nanoTime() + TIMEOUT.toNanos();
    Instant until = to.plus(MARGIN);
    String at = from.minus(MARGIN).toString();
    String after = NONE;
    Map<String, Line> lines = new LinkedHashMap<>();
    for (int page = 0; page < MAX_PAGES && System.nanoTime() < giveUpAt; page++) {
      String path = "transactions?from=" + at + "&after=" + after + "&limit=" + PAGE;
      Optional<JsonObject> answer = client.query(wallet, "GET", path, "");
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      boolean more;
      try {
        List<JsonObject> found = answer.get().objects("transactions", PAGE);
        more = found.size() == PAGE;
        for (JsonObject each : found) {
          Line line = Line.of(each);
          at = line.at().toString();
          after = each.requiredText("id");
          more &= line.at().isBefore(until);
          lines.put(line.transaction(), line);
        }
      } catch (InvalidInput | DateTimeException _) {
        return Optional.empty(); // an unreadable list is invalid
      }
      if (!more) {
        return Optional.of(new WalletStatement(lines));
      }
    }
    return Optional.empty();
  }
}
