package dev.pitboss.server.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.operators.Authority;
import dev.pitboss.server.passwords.Password;
import dev.pitboss.server.seamlesswallet.inbound.Providers;
import dev.pitboss.server.staff.Adjustments;
import dev.pitboss.server.staff.Role;
import dev.pitboss.server.staff.Staff;
import dev.pitboss.server.staff.StaffMember;
import dev.pitboss.server.staff.StaffModule;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One operator of a real casino with three of its staff: `a`, who wants money for a player, and
/// `b` and `c`, who are honest; `c` has a second factor. Knows which accounts the person behind `a`
/// can use, and does over HTTP what they do with them.
final class PowerModel {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final int MAX_PUPPETS = 2;

  /// What the person behind `a` does, or what happens to them.
  sealed interface Move {
    record Create(String by) implements Move {}

    record SetPassword(String by, String of) implements Move {}

    record ResetFactor(String by, String of) implements Move {}

    /// Requests everything that can be requested.
    record Ask(String by) implements Move {}

    /// An account's owner gets it back, chooses a password, and is confirmed.
    record Recover(String account) implements Move {}
  }

  private final CasinoFixture casino;
  private final Tenant tenant;
  private final String code;
  private final String player;
  private final String dispute;
  private final StaffModule staffModule;

  /// Sessions of the accounts that the person can use, by the account's short name.
  private final Map<String, String> sessions = new HashMap<>();

  private final Set<String> knownPasswords = new TreeSet<>();
  private final Set<String> factors = new TreeSet<>();
  private int puppets;

  private PowerModel(
      CasinoFixture casino, Tenant tenant, String code, String player, String dispute) {
    this.casino = casino;
    this.tenant = tenant;
    this.code = code;
    this.player = player;
    this.dispute = dispute;
    this.staffModule = casino.casino().services().staffModule();
  }

  /// A fresh operator with its staff, a player, a provider out of use, a game with narrow limits, a
  /// disputed bet, and money that was taken from the player and could be given back.
  static PowerModel begin(CasinoFixture casino) throws SQLException {
    String code = "power-" + NUMBERS.incrementAndGet();
    Tenant tenant = Tenant.make(casino, code, "CHIP");
    tenant.change(
        "{\"welcomeGrant\":%1$d,\"refill\":{\"amount\":%1$d}}".formatted(PowerGoal.GRANT));
    tenant.terms("slots-20", "{\"maxStake\":100,\"maxPayout\":1000}");
    String player =
        tenant
            .ask(tenant.guest(), "GET", "/api/casino/user-info", null)
            .json()
            .path("playerId")
            .asText();
    int operatorId = tenant.operator().operatorId();
    String dispute = UUID.randomUUID().toString();
    casino.sql(
        """
        INSERT INTO staff (operator_id, username, role, password_hash, created_at)
        SELECT %1$d, n || '-%2$s', 'operator', 'no such hash', now()
          FROM unnest(ARRAY['a', 'b', 'c']) n;
        INSERT INTO staff_second_factor (staff_id, secret_sealed, begun_at, confirmed_at)
        SELECT staff_id, '\\x00', now(), now() FROM staff WHERE username = 'c-%2$s';
        INSERT INTO adjustment (operator_id, player_id, amount, reason, request_key, requested_by,
                                requested_at, expires_at)
        SELECT %1$d, %3$s, -10, 'a mistake', 'earlier', staff_id, now() - interval '1 day',
               now() + interval '1 day' FROM staff WHERE username = 'b-%2$s';
        INSERT INTO remote_bet (player_id, request_id, operator_id, game, stake, bet, remote_player,
                                session, state, payout, reason, due_at, began_at, ended_at)
        VALUES (%3$s, '%4$s', %1$d, 'roulette', 10, '{}', 'x', 'x', 'disputed', 20, 'win: NO',
                now(), now(), now());
        """
            .formatted(operatorId, code, player, dispute));
    Providers providers = casino.casino().services().providers().providers();
    var _ = providers.register(operatorId, "off", "Out of use", "system");
    providers.use(operatorId, "off", false, "system", Authority.PLATFORM);
    PowerModel model = new PowerModel(casino, tenant, code, player, dispute);
    model.use("a");
    model.takeTheTen();
    model.factors.add("c");
    return model;
  }

  /// The platform's staff approves what `b` asked for.
  private void takeTheTen() throws SQLException {
    long id =
        casino.number(
            "SELECT max(adjustment_id) FROM adjustment WHERE request_key = 'earlier'"
                + " AND operator_id = "
                + tenant.operator().operatorId());
    StaffMember platform =
        new StaffMember(platformId(casino), null, "search-platform", Role.MANAGER);
    Adjustments.Decision decision = staffModule.adjustments().approve(platform, id);
    if (!(decision instanceof Adjustments.Decision.Decided)) {
      throw new AssertionError(decision.toString());
    }
  }

  private static int platformId(CasinoFixture casino) throws SQLException {
    casino.sql(
        """
        INSERT INTO staff (username, role, password_hash, created_at)
        VALUES ('search-platform', 'operator', 'no such hash', now()) ON CONFLICT DO NOTHING
        """);
    return Math.toIntExact(
        casino.number("SELECT staff_id FROM staff WHERE username = 'search-platform'"));
  }

  /// The moves there are, whether or not they are refused.
  List<Move> moves() {
    List<Move> moves = new ArrayList<>();
    for (String by : new TreeSet<>(sessions.keySet())) {
      moves.add(new Move.Ask(by));
      if (puppets < MAX_PUPPETS) {
        moves.add(new Move.Create(by));
      }
      accounts()
          .filter(of -> !of.equals(by))
          .forEach(of -> {
            moves.add(new Move.SetPassword(by, of));
            if (factors.contains(of)) {
              moves.add(new Move.ResetFactor(by, of));
            }
          });
    }
    Stream.of("b", "c").filter(sessions::containsKey).map(Move.Recover::new).forEach(moves::add);
    return moves;
  }

  private Stream<String> accounts() {
    return Stream.concat(
        Stream.of("a", "b", "c"), IntStream.rangeClosed(1, puppets).mapToObj(i -> "p" + i));
  }

  /// Makes a move; false when it was refused.
  boolean make(Move move) {
    return switch (move) {
      case Move.Create(String by) -> create(by);
      case Move.SetPassword(String by, String of) -> setPassword(by, of);
      case Move.ResetFactor(String by, String of) -> resetFactor(by, of);
      case Move.Ask(String by) -> {
        askForEverything(by);
        yield true;
      }
      case Move.Recover(String account) -> recover(account);
    };
  }

  private boolean create(String by) {
    String name = "p" + (puppets + 1);
    Answer made =
        StaffClient.patiently(() ->
            send(
                by,
                "POST",
                "staff",
                "{\"username\":\"%s\",\"password\":\"%s\",\"role\":\"manager\"}"
                    .formatted(username(name), StaffClient.PASSWORD)));
    if (made.status() != 201) {
      return false;
    }
    puppets++;
    use(name);
    return true;
  }

  private boolean setPassword(String by, String of) {
    Answer set =
        StaffClient.patiently(() ->
            send(
                by,
                "POST",
                "staff/" + username(of) + "/password",
                "{\"password\":\"" + StaffClient.PASSWORD + "\"}"));
    if (set.status() != 204) {
      return false;
    }
    knownPasswords.add(of);
    sessions.remove(of);
    useIfPossible(of);
    return true;
  }

  private boolean resetFactor(String by, String of) {
    Answer reset = send(by, "DELETE", "staff/" + username(of) + "/second-factor", null);
    if (reset.status() != 204) {
      return false;
    }
    factors.remove(of);
    sessions.remove(of);
    useIfPossible(of);
    return true;
  }

  private void useIfPossible(String account) {
    boolean known =
        account.equals("a") || account.startsWith("p") || knownPasswords.contains(account);
    if (known && !factors.contains(account)) {
      use(account);
    }
  }

  /// The person has a session of that account, and has changed a password set by another member, as
  /// every route but that of the own password asks first: without the time that hashing takes.
  private void use(String account) {
    try {
      casino.sql(
          """
          UPDATE staff SET own_password_at = now(), must_change_password = false
           WHERE username = '%s' AND must_change_password
          """
              .formatted(username(account)));
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
    StaffMember member = staffModule.staff().find(username(account)).orElseThrow();
    sessions.put(account, staffModule.sessions().begin(member).text());
  }

  private boolean recover(String account) {
    Staff staff = staffModule.staff();
    String name = username(account);
    StaffMember owner = staff.find(name).orElseThrow();
    Concurrently.insist(() -> staff.setPassword(name, new Password(StaffClient.PASSWORD), "cli"));
    Concurrently.insist(() -> staff.setOwnPassword(owner, new Password("eleven slow tramways")));
    staff.confirm(name, Optional.empty(), "cli");
    knownPasswords.remove(account);
    sessions.remove(account);
    return true;
  }

  /// Where the search stands; two sequences that lead to the same are one.
  String state(List<Move> moves) throws SQLException {
    String asked =
        moves.stream()
            .filter(move -> move instanceof Move.Ask || move instanceof Move.Recover)
            .map(Move::toString)
            .collect(Collectors.joining(" "));
    return "%s %s %d %s %s"
        .formatted(new TreeSet<>(sessions.keySet()), factors, puppets, controls(), asked);
  }

  /// Who controls whom, as `p1<a`; with a `!` where that has ended.
  Set<String> controls() throws SQLException {
    Set<String> rows = new TreeSet<>();
    try (var connection = casino.owner();
        var statement = connection.createStatement();
        var found =
            statement.executeQuery(
                """
                SELECT split_part(s.username, '-', 1) || '<' || split_part(k.username, '-', 1)
                       || CASE WHEN c.ended_at IS NULL THEN '' ELSE '!' END
                  FROM staff_control c JOIN staff s USING (staff_id)
                  JOIN staff k ON k.staff_id = c.controller_id
                 WHERE s.operator_id = %d
                """
                    .formatted(tenant.operator().operatorId()))) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  /// Asks for all there is by every account, then approves all that waits by every account.
  void tryEverything() {
    List<String> all = new ArrayList<>(new TreeSet<>(sessions.keySet()));
    all.forEach(this::askForEverything);
    for (String by : all) {
      for (String of : accounts().toList()) {
        send(by, "POST", "staff/" + username(of) + "/confirm", "{}");
      }
    }
    JsonNode adjustments =
        send("a", "GET", "adjustments?state=waiting", null).json().path("adjustments");
    JsonNode changes =
        send("a", "GET", "change-requests?state=waiting", null).json().path("changeRequests");
    for (String by : all) {
      adjustments.forEach(
          one -> send(by, "POST", "adjustments/" + one.path("id") + "/approve", "{}"));
      changes.forEach(
          one -> send(by, "POST", "change-requests/" + one.path("id") + "/approve", "{}"));
    }
  }

  /// By `a` all of it; by others what needs one approval of each mechanism, as who asks is all that
  /// makes a difference.
  private void askForEverything(String by) {
    String operator = "operators/" + code;
    String providers = operator + "/providers";
    send(
        by,
        "POST",
        "adjustments",
        "{\"playerId\":\"%s\",\"amount\":5000,\"reason\":\"mine\"}".formatted(player));
    send(by, "POST", operator, "{\"welcomeGrant\":100000}");
    if (!by.equals("a")) {
      return;
    }
    long taken =
        send(by, "GET", "adjustments", null)
            .json()
            .path("adjustments")
            .valueStream()
            .filter(one -> one.path("amount").asLong() == -10)
            .mapToLong(one -> one.path("id").asLong())
            .findFirst()
            .orElseThrow();
    send(by, "POST", "adjustments/" + taken + "/reversal", "{\"reason\":\"mine\"}");
    for (String body :
        List.of(
            "{\"welcomeGrant\":1000000000000}",
            "{\"maxWelcomeGrant\":1000000000000,\"welcomeGrant\":1000000000000}",
            "{\"refill\":{\"amount\":100000}}",
            "{\"refill\":{\"below\":1000000}}",
            "{\"refill\":{\"intervalMinutes\":1}}",
            "{\"refill\":{\"amount\":1000000000000}}",
            "{\"jurisdiction\":\"strict\"}")) {
      send(by, "POST", operator, body);
    }
    send(by, "PUT", operator + "/games/slots-20", "{}");
    send(by, "POST", operator + "/keys", "{}");
    send(by, "POST", providers, "{\"code\":\"mine\",\"name\":\"Mine\"}");
    send(by, "POST", providers + "/mine/keys", "{}");
    send(by, "POST", providers + "/off/enable", "{}");
    send(
        by,
        "PUT",
        providers + "/mine/limits",
        "{\"gainPerDay\":1000000000000,\"promotionalPerDay\":1000000000000}");
    send(
        by,
        "POST",
        operator + "/wallet/disputes/" + dispute,
        "{\"verdict\":\"close\",\"reason\":\"mine\"}");
    send(by, "PUT", operator + "/hosts/mine.test", "{}");
    send(by, "PUT", operator + "/wallet", "{\"url\":\"http://127.0.0.1:9\",\"keyId\":\"x\"}");
    send(by, "DELETE", operator + "/wallet", null);
    send(
        by,
        "POST",
        "operators",
        "{\"code\":\"mine\",\"name\":\"Mine\",\"currency\":\"EUR\",\"jurisdiction\":\"social\"}");
  }

  /// What has come of it that one person should not have been able to do.
  List<String> violations() throws SQLException {
    return new PowerGoal(casino, tenant.operator().operatorId(), player).violations();
  }

  private String username(String account) {
    return account + "-" + code;
  }

  private Answer send(String by, String method, String path, @Nullable String body) {
    String session = sessions.get(by);
    if (session == null) {
      throw new AssertionError(by + " is no longer usable");
    }
    return casino.send(
        method, "/api/ops/" + path, body, Map.of("Authorization", "Bearer " + session));
  }
}
