package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the agent of a real application serves, whose names and statements are markup.
@Tag("slow")
final class ReportPageTest {
  @TempDir static Path folder = Path.of("");

  private static Program program;

  @BeforeAll
  static void start() throws Exception {
    Path agent = Program.agentJar(folder);
    Path classes = Program.compiled(folder, "Hostile");
    Jdk jdk = Jdk.all().filter(each -> each.home().isPresent()).findFirst().orElseThrow();
    program =
        Program.start(
            folder,
            jdk,
            List.of(
                "-javaagent:" + agent + "=port=0,hold=1h",
                "-cp",
                classes + ":" + Program.LIBRARIES,
                "shop.Hostile"));
    program.report(json -> json.contains("\"found\":2"));
  }

  @AfterAll
  static void stop() {
    program.close();
  }

  private static String get(String path) throws IOException {
    return program.answer("GET " + path + " HTTP/1.1", "localhost");
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  @Test
  void pageShowsLeaksWithTheirCircumstances() throws IOException {
    String leak = Program.marked("Hostile.java", "LEAK").getFirst();
    String page = body(get("/"));
    assertThat(page)
        .contains("<code>" + leak + "</code>", "found 2 times", "<dt>transaction</dt><dd>open")
        .contains("select ?, ? from dual where ? &lt; ? and ? &lt;&gt; ?")
        .contains("shop.Hostile.lose(Hostile.java:")
        .contains("The last 1 min", "aria-label=\"in use over the last")
        .contains("class=\"flame\"", "held since the beginning");
    assertThat(Pattern.compile("<svg").matcher(page).results().count()).isBetween(6L, 200L);
  }

  @Test
  void nothingFromTheApplicationIsMarkup() throws IOException {
    String page = body(get("/"));
    assertThat(page)
        .doesNotContain("<img", "<script>", "<b>secret", "alert('")
        .contains("&lt;script&gt;alert(&#39;pool&#39;)&lt;/script&gt;", "&lt;img src=x onerror=");
    assertThat(page).doesNotContain(" style=").doesNotContainPattern("<[^>]* on[a-z]+=");
    assertThat(Pattern.compile("(src|href)=\"(?!/)").matcher(page).find()).isFalse();
  }

  @Test
  void valuesInStatementsAreNotShownAnywhere() throws IOException {
    for (String path : List.of("/", "/text", "/connections", "/connections.json", "/report.md")) {
      assertThat(get(path)).as(path).doesNotContain("secret").doesNotContain("4711");
    }
  }

  @Test
  void jsonIsValidAndHasHistoryWhenSaved() throws IOException, SQLException {
    String plain = body(get("/connections"));
    String saved = get("/connections.json");
    assertThat(saved)
        .containsPattern(
            "(?i)content-disposition: attachment; filename=\"connections-\\d+-[\\d-]+\\.json")
        .contains("\"history\":[{\"at\":\"", "\"acquiredPerSecond\":");
    assertThat(plain)
        .doesNotContain("\"history\"")
        .contains("\"transaction\":\"OPEN\"", "\"traceId\":\"\"", "\"found\":2");
    for (String json : List.of(plain, body(saved))) {
      assertThat(isJson(json)).isTrue();
    }
    assertThat(isJson(plain + "}")).isFalse();
  }

  /// H2 reads JSON.
  private static boolean isJson(String text) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
        PreparedStatement statement =
            connection.prepareStatement("select cast(? as clob) is json")) {
      statement.setString(1, text);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  @Test
  void ticketIsMarkdownThatNamesCannotBreak() throws IOException {
    String answer = get("/report.md");
    assertThat(answer).containsPattern("(?i)content-type: text/markdown").contains(".md\"");
    String report = body(answer);
    assertThat(report)
        .contains("### Leaks", "last SQL: `select ?, ? from dual", "    at ")
        .doesNotContainPattern("(?m)^# heading");
    for (String row :
        report
            .lines()
            .filter(line -> line.startsWith("| over") || line.startsWith("| idle"))
            .toList()) {
      assertThat(row.replace("\\|", "").chars().filter(c -> c == '|').count()).isEqualTo(8);
      assertThat(row.chars().filter(c -> c == '`').count() % 2).isZero();
    }
  }

  @Test
  void onlyThisMachineUnderItsOwnNamesIsAnswered() throws IOException {
    for (String path :
        List.of("/", "/connections", "/connections.json", "/report.md", "/page.js")) {
      for (String host : List.of("evil.example", "localhost.evil.example", "127.0.0.1.evil:80")) {
        assertThat(program.answer("GET " + path + " HTTP/1.1", host))
            .as("%s of %s", path, host)
            .startsWith("HTTP/1.1 421 ")
            .doesNotContain("Hostile.java");
      }
      assertThat(program.answer("GET " + path + " HTTP/1.1", "127.0.0.1:80"))
          .startsWith("HTTP/1.1 200 ");
    }
    assertThat(program.answer("POST / HTTP/1.1", "localhost")).startsWith("HTTP/1.1 405 ");
    assertThat(get("/secret")).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void browserIsToldToRunNothingElse() throws IOException {
    String head = get("/").split("\r\n\r\n", 2)[0].toLowerCase(java.util.Locale.ROOT);
    assertThat(head)
        .contains(
            "content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'")
        .contains("x-content-type-options: nosniff", "cross-origin-resource-policy: same-origin")
        .doesNotContain("unsafe", "access-control");
    assertThat(get("/page.css")).contains("prefers-color-scheme: dark").doesNotContain("url(");
    assertThat(get("/page.js")).contains("text/javascript").doesNotContain("http://", "eval(");
  }
}
