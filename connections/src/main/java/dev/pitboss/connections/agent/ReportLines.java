package dev.pitboss.connections.agent;

import dev.pitboss.connections.LeakReport;
import java.util.Map;

/// The report as plain text, for a terminal.
final class ReportLines {
  private ReportLines() {}

  static String of(AgentStatus.Snapshot snapshot) {
    var text = new StringBuilder();
    for (AgentStatus.Pool pool : snapshot.pools()) {
      text.append(pool.name()).append('\n').append(pool.report().toText()).append('\n');
      for (LeakNotes.Note note : pool.leaks()) {
        leak(text, note);
      }
    }
    if (text.isEmpty()) {
      text.append("No connection has been borrowed yet.\n\n");
    }
    for (EndedPools.Ended ended : snapshot.ended()) {
      LeakReport.TrackingStats stats = ended.stats();
      text.append(
          "ended: %s, %d acquired, %d released, %d active, %d leaked, %d reclaimed\n"
              .formatted(
                  ended.name(),
                  stats.totalAcquired(),
                  stats.totalReleased(),
                  stats.totalActive(),
                  stats.totalLeaks(),
                  stats.totalReclaimed()));
    }
    text.append(snapshot.callsWatched()).append(" calls watched\n");
    for (Map.Entry<String, String> entry : snapshot.notTracked().entrySet()) {
      text.append("not tracked: %s, %s\n".formatted(entry.getKey(), entry.getValue()));
    }
    return text.toString();
  }

  private static void leak(StringBuilder text, LeakNotes.Note note) {
    text.append(note.site())
        .append(", ")
        .append(note.verdict())
        .append(", ")
        .append(note.foundAt());
    text.append(", transaction ").append(note.transaction());
    if (!note.traceId().isEmpty()) {
      text.append(", trace ").append(note.traceId());
    }
    text.append('\n');
    if (!note.lastSql().isEmpty()) {
      text.append("\tlast SQL: ").append(note.lastSql()).append('\n');
    }
    note.stack().forEach(frame -> text.append("\tat ").append(frame).append('\n'));
    text.append('\n');
  }
}
