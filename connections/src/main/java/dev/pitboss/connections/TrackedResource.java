package dev.pitboss.connections;

import java.lang.ref.Reference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/// A statement, result set, LOB or description that a tracked connection handed out;
/// [WrapperGenerator] adds the JDBC methods.
///
/// It holds the connection, so the connection counts as in use for as long as any of its children
/// can be reached.
abstract class TrackedResource {
  private final TrackedConnection owner;
  private final Object parent;
  private final Object raw;
  private boolean closed;
  private int openResultSets;
  private @Nullable String sql; // of a statement: what it was prepared with, or ran or batched last

  /// @param owner the [TrackedConnection]
  /// @param parent what handed this out: the connection, or another child
  TrackedResource(TrackedConnection owner, Object parent, Object raw) {
    this.owner = owner;
    this.parent = parent;
    this.raw = raw;
    if (raw instanceof Statement) {
      owner.work().openStatements++;
      sql = owner.work().sql(); // written by the call that prepares it
    } else if (raw instanceof ResultSet) {
      owner.work().openResultSets++;
      if (parent instanceof TrackedResource statement) {
        statement.openResultSets++;
      }
    } // nothing else has to be closed by an application
  }

  final TrackedConnection owner() {
    return owner;
  }

  final Object parent() {
    return parent;
  }

  final Object delegate() {
    return raw;
  }

  /// A value that was read before the connection was closed can still be looked at, as with the
  /// bare pool; what would run a statement cannot.
  final void enter() throws SQLException {
    if (isDetachable()) {
      owner.enterDetached();
    } else {
      owner.enter();
    }
  }

  private boolean isDetachable() {
    return !(raw instanceof Statement) && !(raw instanceof ResultSet);
  }

  /// A description of the database that has to ask it.
  final void enterQuery() throws SQLException {
    owner.enter();
  }

  final void failed(Throwable failure) {
    owner.failed(failure);
  }

  final void enterExecute() throws SQLException {
    if (raw instanceof Statement statement) {
      owner.enterExecute(statement, sql);
    } else {
      owner.enter();
    }
  }

  final void enterExecute(@Nullable String text) throws SQLException {
    sql = text;
    enterExecute();
  }

  /// Starts a call that adds to a batch, which is run as a whole: its latest text stands for it.
  final void enterBatch(@Nullable String text) throws SQLException {
    sql = text;
    enter();
  }

  final void exit() {
    owner.exit();
  }

  /// Closes the statement or result set; a second close, or one after the connection's, does
  /// nothing.
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    if (raw instanceof ResultSet) {
      owner.work().openResultSets--;
      if (parent instanceof TrackedResource statement) {
        statement.openResultSets--;
      }
    } else {
      owner.work().openStatements--;
      owner.work().openResultSets -= openResultSets;
    }
    if (owner.isClosed()) {
      return;
    }
    owner.enter();
    try {
      if (raw instanceof Statement statement) {
        statement.close();
      } else if (raw instanceof ResultSet rows) {
        rows.close();
      } else {
        throw new IllegalStateException("not closeable: " + raw.getClass());
      }
    } catch (SQLException | RuntimeException e) {
      owner.failed(e);
      throw e;
    } finally {
      owner.exit();
    }
  }

  /// Stops the running statement. It comes from another thread while a call runs, so it must not
  /// mark the call's end.
  public void cancel() throws SQLException {
    try {
      if (raw instanceof Statement statement && !isClosed()) {
        statement.cancel();
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// True once closed, by itself or with its connection.
  public boolean isClosed() throws SQLException {
    if (closed || owner.isClosed()) {
      return true;
    }
    return raw instanceof Statement statement
        ? statement.isClosed()
        : raw instanceof ResultSet rows && rows.isClosed();
  }

  /// The driver's own object. From here on the tracker cannot see what is done with the connection.
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    enter();
    try {
      owner.unwrapped();
      if (raw instanceof Wrapper wrapper) {
        return wrapper.unwrap(type);
      }
      throw new SQLException("not a wrapper for " + type.getName());
    } finally {
      owner.exit();
    }
  }

  /// Whether [#unwrap] would succeed.
  public boolean isWrapperFor(@Nullable Class<?> type) throws SQLException {
    return type != null
        && (type.isInstance(this)
            || (raw instanceof Wrapper wrapper && wrapper.isWrapperFor(type)));
  }

  /// Of a value this is its text, which applications read.
  @Override
  public String toString() {
    return isDetachable() ? raw.toString() : raw + " of " + owner;
  }
}
