package dev.pitboss.server.seamlesswallet.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  private volatile String refusedCall = "";

  /// A transaction that was done.
  public record Line(
      String uuid,
      String kind,
      String player,
      String request,
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
  public synchronized void forge(String uuid, long stake) {
    Line line = new Line(uuid, "bet", "p", "", stake, 0, "", Instant.now());
    inOrder.add(line);
  }

  /// Refuses calls of that kind from now on; none when empty.
  public void refuse(String kind) {
    refusedCall = kind;
  }

  /// Loses a line by hand.
  synchronized void forget(String uuid) {
    inOrder.removeIf(line -> line.uuid().equals(uuid));
  }

  private String userInfo(String token) {
    if (!token.startsWith("token-")) {
      return refused("INVALID_SESSION");
    }
    String player = token.substring("token-".length());
    return balanceOf(player).replaceFirst("}$", ",\"session\":\"session-" + player + "\"}");
  }

  private String balanceOf(String player) {
    return "{\"status\":\"OK\",\"player\":\"%s\",\"currency\":\"%s\",\"balance\":%d}"
        .formatted(player, CURRENCY, balance(player));
  }

  private static String refused(String status) {
    return "{\"status\":\"" + status + "\"}";
  }

  private String move(String kind, byte[] body) {
    JsonNode asked = read(body);
    String uuid = asked.path("transaction_uuid").asText();
    String request = new String(body, StandardCharsets.UTF_8);
    Line before = lines.get(uuid);
    if (before != null) {
      return before.request().equals(request) ? before.answer() : refused("DUPLICATE_TRANSACTION");
    }
    String player = asked.path("player").asText();
    String reference = asked.path("reference_transaction_uuid").asText();
    long amount = asked.path("amount").asLong();
    if (kind.equals(refusedCall)) {
      return refused("ACCOUNT_CLOSED");
    }
    String refusal = refusal(kind, kind.equals("bet") ? uuid : reference);
    if (!refusal.isEmpty()) {
      return refused(refusal);
    }
    long stake = kind.equals("bet") ? amount : 0;
    if (balance(player) < stake) {
      return "{\"status\":\"INSUFFICIENT_FUNDS\",\"balance\":%d}".formatted(balance(player));
    }
    long payout = kind.equals("win") ? amount : 0;
    if (kind.equals("win")) {
      won.add(reference);
    } else if (kind.equals("rollback")) {
      payout = takeBack(reference);
    }
    balances.put(player, balance(player) - stake + payout);
    String answer = balanceOf(player).replaceFirst("}$", ",\"transaction_uuid\":\"" + uuid + "\"}");
    Line line = new Line(uuid, kind, player, request, stake, payout, answer, Instant.now());
    lines.put(uuid, line);
    inOrder.add(line);
    return answer;
  }

  /// Why a call about that bet has no effect; empty when it has.
  private String refusal(String kind, String bet) {
    return switch (kind) {
      case "bet" -> forestalled.contains(bet) ? "TRANSACTION_ROLLED_BACK" : "";
      case "win" -> {
        if (takenBack.contains(bet) || forestalled.contains(bet)) {
          yield "TRANSACTION_ROLLED_BACK";
        }
        yield lines.containsKey(bet) ? "" : "TRANSACTION_NOT_FOUND";
      }
      default -> won.contains(bet) ? "TRANSACTION_SETTLED" : "";
    };
  }

  private long takeBack(String bet) {
    Line line = lines.get(bet);
    if (line == null) {
      forestalled.add(bet);
      return 0;
    }
    return takenBack.add(bet) ? line.stake() : 0;
  }

  /// In pages, each going on after the position in the books that the last one ended with.
  private String list(String target) {
    Map<String, String> query = new HashMap<>();
    for (String part : target.replaceFirst("[^?]*\\?", "").split("&", -1)) {
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
            "{\"id\":\"%s\",\"transaction_uuid\":\"%s\",\"kind\":\"%s\",\"player\":\"%s\","
                .formatted(line.uuid(), line.uuid(), line.kind(), line.player()));
        found.append("\"round\":\"%s\",".formatted(round(line)));
        found.append(
            "\"stake\":%d,\"payout\":%d,\"at\":\"%s\"}"
                .formatted(line.stake(), line.payout(), line.at()));
      }
    }
    return "{\"status\":\"OK\",\"currency\":\"" + CURRENCY + "\",\"transactions\":[" + found + "]}";
  }

  private static String round(Line line) {
    return line.request().isEmpty()
        ? ""
        : read(line.request().getBytes(StandardCharsets.UTF_8)).path("round").asText();
  }

  private static JsonNode read(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
