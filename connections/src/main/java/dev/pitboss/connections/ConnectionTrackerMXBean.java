package dev.pitboss.connections;

/// A tracker as seen by `jconsole` and other JMX clients, under
/// `dev.pitboss.connections:type=ConnectionTracker,name=<pool name>`.
public interface ConnectionTrackerMXBean {
  /// The whole report, as nested composite data.
  LeakReport getReport();

  /// The report for a person to read.
  String getText();

  /// Looks for overdue and lost connections now.
  void inspect();
}
