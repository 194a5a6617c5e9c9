package dev.pitboss.connections;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// A leak in a flight recording. Its own stack would be the watchdog's, so it carries the
/// borrower's facts instead.
@Name("dev.pitboss.ConnectionLeak")
@Label("Connection Leak")
@Category({"Java Application", "Connections"})
@Description("A JDBC connection was lost, or is held for longer than allowed")
@StackTrace(false)
final class ConnectionLeakEvent extends Event {
  @Label("Call Site")
  final String site;

  @Label("Verdict")
  final String verdict;

  @Label("Held")
  @Timespan(Timespan.NANOSECONDS)
  final long held;

  @Label("Allowed")
  @Timespan(Timespan.NANOSECONDS)
  final long hold;

  @Label("Borrowing Thread Id")
  final long borrowingThreadId;

  @Label("Borrowing Thread Name")
  final String borrowingThreadName;

  @Label("Borrowing Stack")
  final String borrowingStack;

  @Label("Transaction")
  final String transaction;

  @Label("Last SQL")
  @Description("The statement that was prepared or run last, without its values")
  final String lastSql;

  @Label("Trace Id")
  final String traceId;

  private ConnectionLeakEvent(Borrow borrow, LeakVerdict verdict) {
    this.site = borrow.site().toString();
    this.verdict = verdict.getClass().getSimpleName();
    this.held = borrow.held().toNanos();
    this.hold = borrow.hold().toNanos();
    this.borrowingThreadId = borrow.threadId();
    this.borrowingThreadName = borrow.threadName();
    this.borrowingStack = String.join("\n", borrow.stack());
    this.transaction = borrow.transaction().name();
    this.lastSql = borrow.lastSql();
    this.traceId = borrow.traceId();
  }

  static void record(ConnectionEvent.Leak leak) {
    new ConnectionLeakEvent(leak.borrow(), leak.verdict()).commit();
  }
}
