package dev.pitboss.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.server.DocumentedReplies.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The check of all replies finds what differs from the document: the control of every test that
/// sends a request.
class DocumentedRepliesTest {
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";
  private static final String BALANCE =
      "{\"balance\":100000,\"openStakes\":0,\"currency\":\"PLAY\"}";
  private static final String UNAUTHORIZED =
      "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
          + "\"code\":\"no_session\",\"detail\":\"d\"}";
  private static final String BALANCE_PATH = "/api/casino/balance";

  private final DocumentedReplies document = DocumentedReplies.served();

  @Test
  void documentedRepliesPass() {
    assertThat(faults("GET", BALANCE_PATH, 200, JSON, BALANCE)).isEmpty();
    assertThat(faults("GET", BALANCE_PATH + "?x=y", 200, JSON, BALANCE)).isEmpty();
    assertThat(faults("HEAD", BALANCE_PATH, 200, JSON, "")).isEmpty();
    assertThat(faults("GET", BALANCE_PATH, 401, PROBLEM, UNAUTHORIZED)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"openStakes\":0,\"currency\":\"PLAY\"} | /: required property 'balance' not found"
            + " (required)",
        "{\"balance\":1,\"openStakes\":0,\"currency\":\"PLAY\",\"cash\":1} | cash",
        "{\"balance\":\"1\",\"openStakes\":0,\"currency\":\"PLAY\"} | /balance: string found",
        "{\"balance\":1.5,\"openStakes\":0,\"currency\":\"PLAY\"} | /balance: number found",
        "{\"balance\":null,\"openStakes\":0,\"currency\":\"PLAY\"} | /balance: null found",
        "[] | /: array found, object expected (type)"
      })
  void bodiesThatDifferAreFoundWithTheirPlaceAndRule(String body, String fault) {
    assertThat(faults("GET", BALANCE_PATH, 200, JSON, body))
        .anySatisfy(found -> assertThat(found).contains(fault));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /api/casino/balance | 201 | application/json | status 201 is not documented",
        "GET | /api/casino/balance | 200 | text/html | content type text/html is not documented",
        "GET | /api/casino/balance | 401 | application/json | content type application/json is not",
        "GET | /api/no-such-route | 200 | application/json | status 200 is not documented",
        "GET | /api/casino/balance/x | 500 | application/json | content type application/json is"
            + " not",
        "PATCH | /api/casino/balance | 200 | application/json | status 200 is not documented",
        "PATCH | /api/casino/balance | 404 | application/json | status 404 is not documented"
      })
  void statusesAndTypesThatDifferAreFound(
      String method, String path, int status, String type, String fault) {
    assertThat(faults(method, path, status, type, "{}"))
        .anySatisfy(found -> assertThat(found).contains(fault));
  }

  /// Deep in a reply, in a list, and in what is put together of several schemas.
  @Test
  void undocumentedFieldsAreFoundAtAnyDepth() {
    String problem = UNAUTHORIZED.replace("\"detail\"", "\"restriction\":{\"x\":1},\"detail\"");

    assertThat(faults("GET", BALANCE_PATH, 401, PROBLEM, problem))
        .anySatisfy(fault -> assertThat(fault).startsWith("/restriction: ").contains("'x'"));
  }

  @Test
  void literalPathsComeBeforeParameters() {
    assertThat(document.operationOf("GET", "/api/casino/play/crash/history?limit=1"))
        .isEqualTo("GET /api/casino/play/crash/history");
    assertThat(document.operationOf("HEAD", "/api/casino/games/roulette"))
        .isEqualTo("GET /api/casino/games/{id}");
    assertThat(document.operationOf("GET", "/lobby.html")).isEmpty();
  }

  @Test
  void pagesAreNoPartOfIt() {
    assertThat(faults("GET", "/lobby.html", 200, "text/html", "<!doctype html>")).isEmpty();
  }

  @Test
  void failureNamesRequestAndReply() {
    assertThatThrownBy(() -> document.check(new Reply("GET", BALANCE_PATH, 200, JSON, "{}")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("GET " + BALANCE_PATH, "status 200", "balance", "(required)");
  }

  private List<String> faults(String method, String target, int status, String type, String body) {
    return document.faults(new Reply(method, target, status, type, body));
  }
}
