package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.commands.JsonText;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.operators.CurrencyCode;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.reporting.Csv;
import dev.pitboss.server.seamlesswallet.outbound.Disputes;
import dev.pitboss.server.seamlesswallet.outbound.Reconciliation;
import dev.pitboss.server.seamlesswallet.outbound.RemoteWallets;
import dev.pitboss.server.seamlesswallet.outbound.WalletModule;
import java.io.IOException;
import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `pitboss wallet`: operators that keep their players' money themselves.
final class WalletCommand {
  private WalletCommand() {}

  static int run(Arguments line, Terminal terminal) throws UsageException, Refused, IOException {
    try (Office office = Office.open(line, terminal);
        WalletModule wallets = office.wallets()) {
      Operator operator = office.operator(line.operand(0));
      return switch (line.verb()) {
        case "show" ->
            show(
                wallets.wallets().named(operator.operatorId()).orElseThrow(() -> none(operator)),
                line,
                terminal.out());
        case "keep-at" -> keepAt(office, wallets, operator, line, terminal.out());
        case "end" -> end(office, wallets, operator, terminal.out());
        case "reconcile" -> reconcile(office, wallets, operator, line, terminal.out());
        case "disputes" -> disputes(wallets, operator, line, terminal.out());
        case "dispute" -> dispute(wallets, operator, line, terminal.out());
        default -> settle(office, wallets, operator, line, terminal.out());
      };
    }
  }

  private static Refused none(Operator operator) {
    return new Refused(operator.code() + " has no external wallet");
  }

  private static int show(RemoteWallets.Named wallet, Arguments line, PrintStream out) {
    new Facts()
        .add("url", "url", wallet.url())
        .add("key", wallet.keyId() + (wallet.isKeyLive() ? "" : ", revoked"), "key", wallet.keyId())
        .addForPrograms("isKeyLive", wallet.isKeyLive())
        .add("since", "since", wallet.since())
        .add("balance", "balance", wallet.balance())
        .add("under way", "underWay", wallet.underWay())
        .add("disputed", "disputed", wallet.disputed())
        .printTo(out, line);
    return AdministrationProgram.DONE;
  }

  private static int keepAt(
      Office office, WalletModule wallets, Operator operator, Arguments line, PrintStream out)
      throws UsageException {
    String url = line.operand(1);
    String key = line.required("--key");
    return show(
        wallets.wallets().keepAt(operator.operatorId(), url, key, office.actor()), line, out);
  }

  private static int end(Office office, WalletModule wallets, Operator operator, PrintStream out)
      throws Refused {
    return switch (wallets.wallets().end(operator.operatorId(), office.actor())) {
      case RemoteWallets.Ending.Ended(RemoteWallets.Named wallet) -> {
        out.println(
            "%s no longer has an external wallet; the balance of the accounts with it is %d"
                .formatted(operator.code(), wallet.balance()));
        yield AdministrationProgram.DONE;
      }
      case RemoteWallets.Ending.Undecided(RemoteWallets.Named wallet) ->
          throw new Refused(
              "%d bets are unresolved and %d disputed; stop betting and resolve them first"
                  .formatted(wallet.underWay(), wallet.disputed()));
      case RemoteWallets.Ending.NoWallet() -> throw none(operator);
    };
  }

  private record Interval(Instant from, Instant to) {}

  private static int reconcile(
      Office office, WalletModule wallets, Operator operator, Arguments line, PrintStream out)
      throws UsageException, Refused {
    Interval asked = interval(line, operator.zone(), office.clock().instant());
    List<List<?>> findings = new ArrayList<>();
    int compared = 0;
    boolean agrees = true;
    for (Instant from = asked.from(); from.isBefore(asked.to()); ) {
      switch (wallets.reconciliation().compare(operator.operatorId(), from, asked.to())) {
        case Reconciliation.Result.Compared part -> {
          compared += part.compared();
          agrees &= part.agrees();
          findings.addAll(Reconciliation.rows(part));
          from = part.through();
        }
        case Reconciliation.Result.NoWallet() -> throw none(operator);
        case Reconciliation.Result.NotAnswered() ->
            throw new Refused("the wallet did not return its transactions since " + from);
      }
    }
    if (line.has("--csv")) {
      Csv csv = new Csv(Reconciliation.COLUMNS);
      findings.forEach(csv::row);
      out.print(csv.text());
      out.flush();
    } else if (line.has("--json")) {
      out.println(
          "{\"from\":\"%s\",\"to\":\"%s\",\"compared\":%d,\"agrees\":%b,\"findings\":[%s]}"
              .formatted(
                  asked.from(),
                  asked.to(),
                  compared,
                  agrees,
                  String.join(",", findings.stream().map(WalletCommand::json).toList())));
    } else {
      findings.forEach(row -> out.println(text(row)));
      out.println(
          "%s: %d bets from %s to %s, %d findings"
              .formatted(
                  agrees ? "AGREED" : "DIFFERENT",
                  compared,
                  asked.from(),
                  asked.to(),
                  findings.size()));
    }
    return agrees ? AdministrationProgram.DONE : AdministrationProgram.FAILED;
  }

  /// A finding, with what it has of each column.
  private static String text(List<?> row) {
    StringBuilder text = new StringBuilder(row.getFirst().toString()).append(':');
    for (int i = 1; i < row.size(); i++) {
      if (!row.get(i).equals("")) {
        text.append(" %s [%s]".formatted(Reconciliation.COLUMNS.get(i), row.get(i)));
      }
    }
    return text.toString();
  }

  private static String json(List<?> row) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Object cell = row.get(i);
      if (!cell.equals("")) {
        String value = cell instanceof Number ? cell.toString() : JsonWriter.text(cell.toString());
        fields.add(JsonWriter.text(Reconciliation.COLUMNS.get(i)) + ":" + value);
      }
    }
    return "{" + String.join(",", fields) + "}";
  }

  private static Interval interval(Arguments line, ZoneId zone, Instant now) throws UsageException {
    try {
      Optional<String> from = line.value("--from");
      Optional<String> day = line.value("--day");
      if (from.isPresent() && day.isPresent()) {
        throw new UsageException("--day or --from, not both");
      }
      if (from.isPresent()) {
        return new Interval(
            Instant.parse(from.get()), line.value("--to").map(Instant::parse).orElse(now));
      }
      LocalDate date = day.map(LocalDate::parse).orElseGet(() -> LocalDate.ofInstant(now, zone));
      return new Interval(
          date.atStartOfDay(zone).toInstant(), date.plusDays(1).atStartOfDay(zone).toInstant());
    } catch (DateTimeException refused) {
      throw new UsageException(String.valueOf(refused.getMessage()));
    }
  }

  private static int disputes(
      WalletModule wallets, Operator operator, Arguments line, PrintStream out) {
    Listing listing = new Listing("ref", "player", "game", "stake", "payout", "since", "refused");
    for (Disputes.Dispute dispute : wallets.disputes().of(operator.operatorId())) {
      listing.row(
          dispute.ref(),
          dispute.playerId(),
          dispute.game(),
          Listing.Money.of(dispute.stake(), operator.currency()),
          money(dispute.payout(), operator),
          dispute.disputedAt(),
          dispute.reason());
    }
    listing.printTo(out, line);
    return AdministrationProgram.DONE;
  }

  private static Listing.@Nullable Money money(@Nullable Long minor, Operator operator) {
    return minor == null ? null : Listing.Money.of(minor, operator.currency());
  }

  private static String payout(@Nullable Long minor, Operator operator) {
    return minor == null ? "-" : amount(minor, operator);
  }

  private static String amount(long minor, Operator operator) {
    return CurrencyCode.of(operator.currency()).amount(minor);
  }

  private static int dispute(
      WalletModule wallets, Operator operator, Arguments line, PrintStream out)
      throws UsageException, Refused {
    UUID ref = ref(line.operands());
    Disputes.Dispute dispute =
        wallets
            .disputes()
            .find(operator.operatorId(), ref)
            .orElseThrow(() -> noDispute(operator, ref));
    Optional<List<Disputes.Said>> theirs =
        wallets.disputes().theirs(operator.operatorId(), dispute);
    Listing theirBook = new Listing("kind", "transaction", "stake", "payout", "at");
    theirs
        .orElse(List.of())
        .forEach(it ->
            theirBook.row(
                it.kind(),
                it.transaction(),
                Listing.Money.of(it.stake(), operator.currency()),
                Listing.Money.of(it.payout(), operator.currency()),
                it.at()));
    Disputes.Names names = dispute.names();
    new Facts()
        .add(
            "player",
            "%d, there %s".formatted(dispute.playerId(), dispute.remotePlayer()),
            "player",
            dispute.playerId())
        .addForPrograms("remotePlayer", dispute.remotePlayer())
        .add("session", "session", dispute.session())
        .add(
            "bet",
            "%s %s".formatted(dispute.game(), dispute.bet()),
            "bet",
            new JsonText.Raw(dispute.bet()))
        .addForPrograms("game", dispute.game())
        .add("began", "began", dispute.beganAt())
        .add("stake", amount(dispute.stake(), operator), "stake", dispute.stake())
        .add("payout", payout(dispute.payout(), operator), "payout", dispute.payout())
        .add("outcome", "outcome", dispute.outcome())
        .add(
            "refused",
            "%s, after %d attempts, at %s"
                .formatted(dispute.reason(), dispute.attempts(), dispute.disputedAt()),
            "refused",
            dispute.reason())
        .addForPrograms("attempts", dispute.attempts())
        .addForPrograms("disputedAt", dispute.disputedAt())
        .add(
            "there",
            "bet %s, win %s, rollback %s".formatted(names.bet(), names.win(), names.rollback()),
            "there",
            List.of(names.bet(), names.win(), names.rollback()))
        .addForPrograms("theirBook", theirs.isEmpty() ? null : theirBook.objects())
        .printTo(out, line);
    if (!line.has(Office.JSON)) {
      printTheirBook(theirs, out);
    }
    return AdministrationProgram.DONE;
  }

  private static void printTheirBook(Optional<List<Disputes.Said>> theirs, PrintStream out) {
    if (theirs.isEmpty()) {
      out.println("not in the wallet's statement");
    }
    for (Disputes.Said said : theirs.orElse(List.of())) {
      out.println(
          "wallet statement %s %s, stake %d, payout %d, at %s"
              .formatted(said.kind(), said.transaction(), said.stake(), said.payout(), said.at()));
    }
  }

  private static int settle(
      Office office, WalletModule wallets, Operator operator, Arguments line, PrintStream out)
      throws UsageException, Refused {
    UUID ref = ref(line.operands());
    Disputes.Decision decision =
        new Disputes.Decision(
            Disputes.Verdict.of(line.operand(2)), line.required("--reason"), office.actor());
    Disputes.Dispute dispute =
        wallets
            .disputes()
            .decide(operator.operatorId(), ref, decision)
            .orElseThrow(() -> noDispute(operator, ref));
    out.println("%s is %s".formatted(ref, decision.verdict().stateAfter(dispute)));
    return AdministrationProgram.DONE;
  }

  private static Refused noDispute(Operator operator, UUID ref) {
    return new Refused("%s has no disputed bet %s".formatted(operator.code(), ref));
  }

  private static UUID ref(List<String> operands) throws UsageException {
    try {
      return UUID.fromString(operands.get(1));
    } catch (IllegalArgumentException _) {
      throw new UsageException("REF must be a round ref as listed by disputes");
    }
  }
}
