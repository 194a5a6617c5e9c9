package dev.pitboss.server;

import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.passwords.Password;
import dev.pitboss.server.staff.Role;
import dev.pitboss.server.staff.Staff;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A signed-in staff member of a running casino.
public final class StaffClient {
  public static final String PASSWORD = "seven quiet lighthouses";

  /// A busy machine hashes slowly, and no test is about how fast.
  private static final int ATTEMPTS = 20;

  private final CasinoFixture casino;
  private final String username;
  private final String token;

  private StaffClient(CasinoFixture casino, String username, String token) {
    this.casino = casino;
    this.username = username;
    this.token = token;
  }

  /// Makes an account whose owner has chosen the password, and signs in.
  ///
  /// @param operatorId null for the platform's staff
  public static StaffClient make(
      CasinoFixture casino, String username, Role role, @Nullable Integer operatorId) {
    Staff staff = casino.casino().services().staffModule().staff();
    Staff.Fresh fresh = new Staff.Fresh(username, new Password(PASSWORD), role, operatorId);
    Staff.Creation made = staff.create(fresh, "system");
    for (int i = 0; i < ATTEMPTS && made instanceof Staff.Creation.Busy; i++) {
      made = staff.create(fresh, "system");
    }
    if (!(made instanceof Staff.Creation.Created)) {
      throw new AssertionError(username + ": " + made);
    }
    chosen(casino, username);
    return enter(casino, username, PASSWORD);
  }

  /// Has the account as if its owner had chosen the password that it has.
  public static void chosen(CasinoFixture casino, String username) {
    try {
      casino.sql(
          "UPDATE staff SET must_change_password = false WHERE username = '%s'"
              .formatted(username));
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  /// Signs in to an account there is.
  public static StaffClient enter(CasinoFixture casino, String username, String password) {
    Answer answer = signIn(casino, username, password);
    for (int i = 0; i < ATTEMPTS && answer.status() == 503; i++) {
      answer = signIn(casino, username, password);
    }
    if (answer.status() != 201) {
      throw new AssertionError(answer.toString());
    }
    return new StaffClient(casino, username, answer.json().path("token").asText());
  }

  /// Tries to sign in.
  public static Answer signIn(CasinoFixture casino, String username, String password) {
    return casino.send(
        "POST",
        "/api/ops/session",
        "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password),
        Map.of());
  }

  /// Tries to sign in with a second factor.
  public static Answer signIn(CasinoFixture casino, String username, String password, String code) {
    return casino.send(
        "POST",
        "/api/ops/session",
        "{\"username\":\"%s\",\"password\":\"%s\",\"code\":\"%s\"}"
            .formatted(username, password, code),
        Map.of());
  }

  /// Asks again while too many passwords are hashed at once, when nothing was done.
  public static Answer patiently(Supplier<Answer> asking) {
    Answer answer = asking.get();
    for (int i = 0; i < ATTEMPTS && answer.status() == 503; i++) {
      answer = asking.get();
    }
    return answer;
  }

  public String username() {
    return username;
  }

  public String token() {
    return token;
  }

  public Answer get(String path) {
    return send("GET", path, null, Map.of());
  }

  public Answer post(String path, String body) {
    return send("POST", path, body, Map.of());
  }

  public Answer send(String method, String path, @Nullable String body) {
    return send(method, path, body, Map.of());
  }

  /// Asks something below `/api/ops/`.
  public Answer send(String method, String path, @Nullable String body, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Authorization", "Bearer " + token);
    return casino.send(method, "/api/ops/" + path, body, headers);
  }
}
