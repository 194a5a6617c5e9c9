package dev.pitboss.server.sharedwallet.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The books of the reference counterpart: an in-memory wallet by the contract, written without a
/// look at ours.
public final class WalletBooks {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long CHIPS = 1_000_000_000L;
  private static final String CURRENCY = "CHIP";

  private final Map<String, Long> balances = new HashMap<>();
  private final Map<String, Line> lines = new HashMap<>();
  private final List<Line> inOrder = new ArrayList<>();
  private final Set<String> forestalled = new HashSet<>();
  private final Set<String> takenBack = new HashSet<>();
  private final Set<String> won = new HashSet<>();

  /// A transaction that was done.
  public record Line(
      String uuid,
      String kind,
      String player,
      String request,
      @Nullable String reference,
      long stake,
      long payout,
      String answer,
      Instant at) {}

  synchronized String answer(String path, String target, byte[] body) {
    return switch (path) {
      case "user-info" -> userInfo(read(body).path("token").asText());
      case "balance" -> balanceOf(read(body).path("player").asText());
      case "transactions" -> list(target);
      case "bet", "win", "rollback" -> move(path, body);
      default -> "{\"status\":\"NO_SUCH_CALL\"}";
    };
  }

  public synchronized long balance(String player) {
    return balances.getOrDefault(player, CHIPS);
  }

  /// What it has lost to the players, or won of them when negative.
  public synchronized long paidOut() {
    return balances.values().stream().mapToLong(balance -> balance - CHIPS).sum();
  }

  public synchronized List<Line> lines() {
    return List.copyOf(inOrder);
  }

  /// Sets what a player has.
  synchronized void give(String player, long balance) {
    balances.put(player, balance);
  }

  /// Changes its books by hand, as if something had gone wrong there.
  synchronized void forge(String uuid, long stake) {
    Line line = new Line(uuid, "bet", "p", "", null, stake, 0, "", Instant.now());
    inOrder.add(line);
  }

  /// Loses a line by hand.
  synchronized void forget(String uuid) {
    inOrder.removeIf(line -> line.uuid().equals(uuid));
  }

  private String userInfo(String token) {
    if (!token.startsWith("token-")) {
      return "{\"status\":\"INVALID_SESSION\"}";
    }
    String player = token.substring("token-".length());
    return "{\"status\":\"OK\",\"player\":\"%s\",\"username\":\"%s\",\"currency\":\"%s\",\"balance\":%d,\"session\":\"session-%s\"}"
        .formatted(player, player, CURRENCY, balance(player), player);
  }

  private String balanceOf(String player) {
    return "{\"status\":\"OK\",\"player\":\"%s\",\"currency\":\"%s\",\"balance\":%d}"
        .formatted(player, CURRENCY, balance(player));
  }

  private String move(String kind, byte[] body) {
    JsonNode asked = read(body);
    String uuid = asked.path("transaction_uuid").asText();
    String request = new String(body, java.nio.charset.StandardCharsets.UTF_8);
    Line before = lines.get(uuid);
    if (before != null) {
      return before.request().equals(request)
          ? before.answer()
          : "{\"status\":\"DUPLICATE_TRANSACTION\"}";
    }
    String player = asked.path("player").asText();
    String reference = asked.path("reference_transaction_uuid").asText();
    long amount = asked.path("amount").asLong();
    long stake = 0;
    long payout = 0;
    switch (kind) {
      case "bet" -> {
        if (forestalled.contains(uuid)) {
          return "{\"status\":\"TRANSACTION_ROLLED_BACK\"}";
        }
        if (balance(player) < amount) {
          return "{\"status\":\"INSUFFICIENT_FUNDS\",\"balance\":%d}".formatted(balance(player));
        }
        stake = amount;
      }
      case "win" -> {
        if (takenBack.contains(reference) || forestalled.contains(reference)) {
          return "{\"status\":\"TRANSACTION_ROLLED_BACK\"}";
        }
        if (!lines.containsKey(reference)) {
          return "{\"status\":\"TRANSACTION_NOT_FOUND\"}";
        }
        payout = amount;
        won.add(reference);
      }
      default -> {
        Line bet = lines.get(reference);
        if (bet == null) {
          forestalled.add(reference);
        } else if (won.contains(reference)) {
          return "{\"status\":\"TRANSACTION_SETTLED\"}";
        } else if (takenBack.add(reference)) {
          payout = bet.stake();
        }
      }
    }
    balances.put(player, balance(player) - stake + payout);
    String answer =
        "{\"status\":\"OK\",\"transaction_uuid\":\"%s\",\"player\":\"%s\",\"currency\":\"%s\",\"balance\":%d}"
            .formatted(uuid, player, CURRENCY, balance(player));
    Line line =
        new Line(
            uuid,
            kind,
            player,
            request,
            reference.isEmpty() ? null : reference,
            stake,
            payout,
            answer,
            Instant.now());
    lines.put(uuid, line);
    inOrder.add(line);
    return answer;
  }

  /// In pages, each going on after the position in the books that the last one ended with.
  private String list(String target) {
    Map<String, String> query = new HashMap<>();
    for (String part : target.replaceFirst("[^?]*\\?", "").split("&")) {
      query.put(part.replaceFirst("=.*", ""), part.replaceFirst("[^=]*=", ""));
    }
    Instant from = Instant.parse(query.getOrDefault("from", ""));
    int limit = Integer.parseInt(query.getOrDefault("limit", "500"));
    String after = query.getOrDefault("after", "");
    int first = 0;
    while (first < inOrder.size() && !inOrder.get(first).uuid().equals(after)) {
      first++;
    }
    first = first == inOrder.size() ? 0 : first + 1;
    StringBuilder found = new StringBuilder();
    int count = 0;
    for (int i = first; i < inOrder.size() && count < limit; i++) {
      Line line = inOrder.get(i);
      if (!line.at().isBefore(from)) {
        found.append(count++ == 0 ? "" : ",");
        found.append(
            "{\"id\":\"%s\",\"transaction_uuid\":\"%s\",\"kind\":\"%s\",\"player\":\"%s\",\"stake\":%d,\"payout\":%d,\"at\":\"%s\"}"
                .formatted(
                    line.uuid(),
                    line.uuid(),
                    line.kind(),
                    line.player(),
                    line.stake(),
                    line.payout(),
                    line.at()));
      }
    }
    return "{\"status\":\"OK\",\"currency\":\"" + CURRENCY + "\",\"transactions\":[" + found + "]}";
  }

  private static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
