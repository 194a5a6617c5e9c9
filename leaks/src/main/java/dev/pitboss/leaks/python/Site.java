package dev.pitboss.leaks.python;

import java.util.LinkedHashSet;
import java.util.Set;

/// A call that acquires a connection, and what the paths through its function did with it.
final class Site {
  /// What was seen of it, on any path.
  enum Mark {
    CURSOR_CLOSED,
    WITH_DOES_NOT_CLOSE,
    HANDED_OVER,
    HANDED_TO_THREAD,
    DEPENDENT_RETURNED,
    RETURNED,
    /// Passed to code that is not in the sources.
    UNSURE,
    COLLECTED
  }

  private final int id;
  private final PyNode node;
  private final Kind kind;
  private final Set<Mark> marks = new LinkedHashSet<>();
  private final Set<PyNode> releases = new LinkedHashSet<>();
  private final Set<String> names = new LinkedHashSet<>();

  Site(int id, PyNode node, Kind kind) {
    this.id = id;
    this.node = node;
    this.kind = kind;
  }

  int id() {
    return id;
  }

  /// The acquiring call; a parameter's node for what a caller passes.
  PyNode node() {
    return node;
  }

  Kind kind() {
    return kind;
  }

  void mark(Mark mark) {
    marks.add(mark);
  }

  boolean is(Mark mark) {
    return marks.contains(mark);
  }

  /// Calls and `with` items that end the borrow.
  Set<PyNode> releases() {
    return releases;
  }

  /// Variables that hold it.
  Set<String> names() {
    return names;
  }
}
