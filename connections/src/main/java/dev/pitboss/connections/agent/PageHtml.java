package dev.pitboss.connections.agent;

import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.TransactionState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The page for people: everything is drawn here, so it needs no script; one that is there only
/// fetches it anew. For one thread.
final class PageHtml {
  /// Rows of connections that are out: more help no reader.
  private static final int MAX_HELD = 100;

  private static final String UNKNOWN = "?";
  private static final String SECTION = "section";
  private static final String CLASS = "class";
  private static final String CODE = "code";

  private final Html html = new Html();
  private int ids;

  private PageHtml() {}

  static String of(AgentStatus.Snapshot snapshot) {
    var page = new PageHtml();
    page.head(snapshot);
    page.body(snapshot);
    return "<!doctype html>\n" + page.html + "\n";
  }

  private void head(AgentStatus.Snapshot snapshot) {
    html.open("html", "lang", "en").open("head").open("meta", "charset", "utf-8");
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.open("meta", "name", "color-scheme", "content", "light dark");
    html.element("title", "Connections of " + snapshot.process().application());
    html.open("link", "rel", "stylesheet", "href", "/page.css");
    html.open("script", "src", "/page.js", "defer", "").close("script").close("head");
  }

  private void body(AgentStatus.Snapshot snapshot) {
    html.open("body").open("header");
    html.element("h1", "Connections");
    html.open("nav");
    html.element("a", "JSON", "href", "/connections.json");
    html.element("a", "Report for a ticket", "href", "/report.md");
    html.element("a", "Text", "href", "/text");
    html.element("button", "Pause", "type", "button", "id", "pause", "hidden", "");
    html.close("nav").close("header").open("main", "id", "main");
    process(snapshot);
    if (snapshot.pools().isEmpty()) {
      html.element("p", "No connection has been borrowed yet.", CLASS, "empty");
    }
    snapshot.pools().forEach(this::pool);
    ended(snapshot.ended());
    notTracked(snapshot.notTracked());
    html.close("main").close("body").close("html");
  }

  private void process(AgentStatus.Snapshot snapshot) {
    AgentStatus.Application process = snapshot.process();
    html.open("p", CLASS, "process").element("b", process.application());
    html.text(
        " · process %d · Java %s · up %s · %d calls watched · "
            .formatted(
                process.pid(),
                process.java(),
                Html.duration(process.upSeconds() * 1000),
                snapshot.callsWatched()));
    time(snapshot.at());
    html.close("p");
    if (process.attachedLate()) {
      html.open("p", CLASS, "note").text("The agent was attached while the application ran, at ");
      time(process.watchedSince());
      html.text(
          ". Connections that were out before are not known by line: they show as discrepancy, and"
              + " so do leaks from before. Methods that were running then are seen from their next"
              + " call on.");
      html.close("p");
    }
  }

  private void time(Instant at) {
    Instant second = at.truncatedTo(ChronoUnit.SECONDS);
    html.element(
        "time",
        second.toString().replace('T', ' ').replace("Z", " UTC"),
        "datetime",
        at.toString());
  }

  private void pool(AgentStatus.Pool pool) {
    LeakReport report = pool.report();
    String status = report.status().name();
    html.open(SECTION, CLASS, "pool").open("h2").element("span", pool.name()).text(" ");
    html.element("span", status, CLASS, "status " + status.toLowerCase(Locale.ROOT)).close("h2");
    numbers(report);
    charts(pool);
    leaks(pool.leaks());
    held(report.held());
    users(report);
    html.close(SECTION);
  }

  private void numbers(LeakReport report) {
    LeakReport.TrackingStats stats = report.trackingStats();
    html.open("dl", CLASS, "numbers");
    number("in use", report.checkedOut() + " of " + known(report.maxConnections()), "");
    number("waiting", known(report.waiting()), report.waiting() > 0 ? "bad" : "");
    number("leaked", "" + stats.totalLeaks(), stats.totalLeaks() > 0 ? "bad" : "");
    number("taken back", "" + stats.totalReclaimed(), "");
    number("acquired", "" + stats.totalAcquired(), "");
    int discrepancy = report.trackingDiscrepancy();
    number("discrepancy", "" + discrepancy, discrepancy == 0 ? "" : "bad");
    html.close("dl");
    if (discrepancy > 0) {
      html.element(
          "p",
          discrepancy
              + " more connections are out than borrows are known: borrowed before the agent came,"
              + " or past it.",
          CLASS,
          "note");
    }
  }

  private static String known(int number) {
    return number < 0 ? UNKNOWN : Integer.toString(number);
  }

  private void number(String name, String value, String rating) {
    html.open("div", CLASS, rating).element("dt", name).element("dd", value).close("div");
  }

  private void charts(AgentStatus.Pool pool) {
    List<History.Sample> samples = pool.history();
    int max = Math.max(0, pool.report().maxConnections());
    String span = Html.duration(HistoryChart.seconds(samples) * 1000L);
    html.element("h3", "The last " + span).open("div", CLASS, "charts");
    HistoryChart.draw(html, "in use", max, samples, History.Sample::inUse);
    HistoryChart.draw(html, "waiting", 0, samples, History.Sample::waiting);
    HistoryChart.draw(html, "acquired/s", 0, samples, History.Sample::acquiredPerSecond);
    HistoryChart.draw(html, "leaks", 0, samples, History.Sample::leaks);
    html.close("div");
  }

  private void leaks(List<LeakNotes.Note> leaks) {
    html.element("h3", "Leaks");
    if (leaks.isEmpty()) {
      html.element("p", "None found.", CLASS, "empty");
      return;
    }
    html.open("ul", CLASS, "leaks");
    for (LeakNotes.Note note : leaks) {
      html.open("li").open("details", "id", "leak-" + ids++).open("summary");
      html.element(CODE, note.site()).text(" ");
      html.element("span", note.verdict() + ", found " + times(note.found()), CLASS, "bad");
      html.close("summary");
      leak(note);
      html.close("details").close("li");
    }
    html.close("ul");
  }

  private static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }

  private void leak(LeakNotes.Note note) {
    html.open("dl", CLASS, "facts");
    html.element("dt", "latest").open("dd");
    time(note.foundAt());
    html.close("dd");
    fact("held", Html.duration(note.heldMillis()));
    fact("thread", note.thread().isEmpty() ? "(unnamed)" : note.thread());
    fact("transaction", transaction(note.transaction()));
    html.element("dt", "last SQL").open("dd");
    sql(note.lastSql());
    html.close("dd");
    if (!note.traceId().isEmpty()) {
      fact("trace", note.traceId());
    }
    html.close("dl");
    if (note.stack().isEmpty()) {
      html.element("p", "The stack is kept from the second leak of a line on.", CLASS, "empty");
    } else {
      html.element("pre", String.join("\n", note.stack()), "tabindex", "0");
    }
  }

  private void fact(String name, String value) {
    html.element("dt", name).element("dd", value);
  }

  private static String transaction(TransactionState state) {
    return switch (state) {
      case NONE -> "not open";
      case OPEN -> "open";
      case UNKNOWN -> "not known";
    };
  }

  private void sql(String sql) {
    if (sql.isEmpty()) {
      html.text("none");
    } else {
      html.element(CODE, sql, CLASS, "sql");
    }
  }

  private void held(List<LeakReport.HeldBorrow> held) {
    html.element("h3", "Out now");
    if (held.isEmpty()) {
      html.element("p", "No connection is out.", CLASS, "empty");
      return;
    }
    FlameGraph graph = FlameGraph.ofHeld(held);
    graph.draw(html, "held now");
    table("state", "line", "held", "allowed", "thread", "transaction", "last SQL");
    for (LeakReport.HeldBorrow borrow : held.subList(0, Math.min(MAX_HELD, held.size()))) {
      String state = borrow.state().name().toLowerCase(Locale.ROOT);
      row();
      cell("state", state, "state " + state);
      code("line", borrow.site());
      cell("held", Html.duration(borrow.heldMillis()), "n");
      cell("allowed", Html.duration(borrow.holdMillis()), "n");
      cell("thread", borrow.threadName() + " #" + borrow.threadId(), "");
      cell("transaction", transaction(borrow.transaction()), "");
      openCell("last SQL", "wide");
      sql(borrow.lastSql());
      html.close("td").close("tr");
    }
    endTable();
    if (held.size() > MAX_HELD) {
      html.element("p", "and " + (held.size() - MAX_HELD) + " more", CLASS, "empty");
    }
  }

  private void users(LeakReport report) {
    List<LeakReport.SiteUse> uses = report.topConnectionUsers();
    html.element("h3", "Lines that borrow");
    if (uses.isEmpty()) {
      html.element("p", "None so far.", CLASS, "empty");
      return;
    }
    FlameGraph graph = FlameGraph.ofAll(uses, report.held());
    if (!graph.isEmpty()) {
      graph.draw(html, "held since the beginning");
    }
    table(
        "line",
        "acquired",
        "released",
        "active",
        "leaks",
        "taken back",
        "avg ms",
        "p99 ms",
        "max ms");
    for (LeakReport.SiteUse use : uses) {
      row();
      code("line", use.site());
      cell("acquired", "" + use.acquired(), "n");
      cell("released", "" + use.released(), "n");
      cell("active", "" + use.active(), "n");
      cell("leaks", "" + use.leaks(), use.leaks() > 0 ? "n bad" : "n");
      cell("taken back", "" + use.reclaimed(), "n");
      cell("avg ms", decimal(use.avgMillis()), "n");
      cell("p99 ms", decimal(use.p99Millis()), "n");
      cell("max ms", decimal(use.maxMillis()), "n");
      html.close("tr");
    }
    endTable();
  }

  private static String decimal(double millis) {
    return String.format(Locale.ROOT, "%.2f", millis);
  }

  private void ended(List<EndedPools.Ended> pools) {
    if (pools.isEmpty()) {
      return;
    }
    html.open(SECTION).element("h2", "Pools that have ended");
    table("pool", "acquired", "released", "leaks", "taken back");
    for (EndedPools.Ended pool : pools) {
      row();
      code("pool", pool.name());
      cell("acquired", "" + pool.stats().totalAcquired(), "n");
      cell("released", "" + pool.stats().totalReleased(), "n");
      cell("leaks", "" + pool.stats().totalLeaks(), "n");
      cell("taken back", "" + pool.stats().totalReclaimed(), "n");
      html.close("tr");
    }
    endTable();
    html.close(SECTION);
  }

  private void notTracked(Map<String, String> reasons) {
    if (reasons.isEmpty()) {
      return;
    }
    html.open(SECTION).element("h2", "Not tracked");
    table("call or class", "why");
    for (Map.Entry<String, String> entry : reasons.entrySet()) {
      row();
      code("call or class", entry.getKey());
      cell("why", entry.getValue(), "wide");
      html.close("tr");
    }
    endTable();
    html.close(SECTION);
  }

  /// Roles are said out loud, because narrow screens show rows as cards.
  private void table(String... columns) {
    html.open("div", CLASS, "scroll").open("table", "role", "table");
    html.open("thead", "role", "rowgroup").open("tr", "role", "row");
    for (String column : columns) {
      html.element("th", column, "scope", "col", "role", "columnheader");
    }
    html.close("tr").close("thead").open("tbody", "role", "rowgroup");
  }

  private void row() {
    html.open("tr", "role", "row");
  }

  private void openCell(String column, String kind) {
    html.open("td", "role", "cell", "data-column", column, CLASS, kind);
  }

  private void cell(String column, String value, String kind) {
    openCell(column, kind);
    html.text(value).close("td");
  }

  private void code(String column, String value) {
    openCell(column, "wide");
    html.element(CODE, value).close("td");
  }

  private void endTable() {
    html.close("tbody").close("table").close("div");
  }
}
