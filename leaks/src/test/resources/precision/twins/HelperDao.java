package twins;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;

interface Finisher { void finish(Connection c) throws SQLException; }

class GoodFinisher implements Finisher {
  @Override public void finish(Connection c) throws SQLException { c.close(); }
}

class AlsoGoodFinisher implements Finisher {
  @Override public void finish(Connection c) { Closers.nonNull(c); }
}

interface BadFinisher { void finish(Connection c); }

class ForgetfulFinisher implements BadFinisher {
  @Override public void finish(Connection c) { System.out.println(c); }
}

class Tidy {
  void done(Connection c) { Closers.nonNull(c); }
}

abstract class BaseDao {
  private final Deque<Connection> idle = new ArrayDeque<>();
  void release(Connection c) throws SQLException { if (c != null) c.close(); }
  void giveBack(Connection c) { synchronized (idle) { idle.push(c); } }
}

/* Each method closes in its finally what it borrowed, by another helper. */
class HelperDao extends BaseDao {
  private final DataSource pool;
  private final Finisher closer;
  private final BadFinisher bad;

  HelperDao(DataSource pool, Finisher closer, BadFinisher bad) {
    this.pool = pool;
    this.closer = closer;
    this.bad = bad;
  }

  private void free(Connection c) throws SQLException {
    if (c != null) c.close();
  }

  void nonNull() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.nonNull(c);
    }
  }

  void guarded() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.guarded(c);
    }
  }

  void isNull() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.isNull(c);
    }
  }

  void all() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.all(s, c);
    }
  }

  void indexed() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.indexed(s, c);
    }
  }

  void streamed() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.streamed(s, c);
    }
  }

  void collection() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.collection(java.util.List.of(c));
    }
  }

  void optional() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.optional(c);
    }
  }

  void quiet() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.quiet(c);
    }
  }

  void object() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.object(c);
    }
  }

  void cast() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.cast(c);
    }
  }

  void tells() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      if (!Closers.tells(c)) { System.err.println("not closed"); }
    }
  }

  void tellsIntoVariable() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      boolean closed = Closers.tells(c);
    }
  }

  void resource() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.resource(c);
    }
  }

  void rollbackAndClose() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.rollbackAndClose(c);
    }
  }

  void several() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.several(null, s, c);
    }
  }

  void nested() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.nested(null, s, c);
    }
  }

  void streamOf() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.streamOf(null, c);
    }
  }

  void own() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      free(c);
    }
  }

  void ownThis() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      this.free(c);
    }
  }

  void inherited() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      release(c);
    }
  }

  void inheritedSuper() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      super.release(c);
    }
  }

  void throughInterface() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      closer.finish(c);
    }
  }

  void inlineStream() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      java.util.stream.Stream.of(s, c).forEach(Closers::quiet);
    }
  }

  void inlineOptional() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      java.util.Optional.ofNullable(c).ifPresent(Closers::nonNull);
    }
  }

  void inlineLoop() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      for (AutoCloseable each : new AutoCloseable[] {s, c}) Closers.quiet(each);
    }
  }

  void inlineNonNull() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      if (java.util.Objects.nonNull(c)) c.close();
    }
  }

  void inlineNotClosed() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      if (c != null && !c.isClosed()) c.close();
    }
  }

  void statementFirst() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.quiet(s); Closers.quiet(c);
    }
  }

  void castArgument() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.quiet((AutoCloseable) c);
    }
  }

  void toAnInstance() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      new Tidy().done(c);
    }
  }

  void givenBack() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      giveBack(c);
    }
  }

  void nothingLost() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection(); // lost: NEVER_CLOSED
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.closeNothing(c);
    }
  }

  void statementOnlyLost() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection(); // lost: NEVER_CLOSED
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.closeStatementOnly(s, c);
    }
  }

  void whenAskedLost() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection(); // lost: NEVER_CLOSED
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.closeWhenAsked(c, hashCode() == 3);
    }
  }

  void afterRollbackLost() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection(); // lost: NEVER_CLOSED
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.closeAfterRollback(c);
    }
  }

  void firstLost() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection(); // lost: HANDED_OVER
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.closeFirst(s, c);
    }
  }

  void itselfLost() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection(); // lost: HANDED_OVER
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.closeItself(c);
    }
  }

  void untilOneFailsLost() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection(); // lost: EARLIER_CLOSE_THROWS
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.closeUntilOneFails(null, c);
    }
  }

  void throughBadInterfaceLost() throws Exception {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection(); // lost: HANDED_OVER
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      bad.finish(c);
    }
  }

  void notInFinally() throws Exception {
    Connection c = pool.getConnection(); // lost: CLOSE_NOT_IN_FINALLY
    c.prepareStatement("select 1").execute();
    Closers.quiet(c);
  }

  void gapThenHelper() throws Exception {
    Connection c = pool.getConnection(); // lost: GAP_BEFORE_TRY
    c.setAutoCommit(false);
    PreparedStatement s = null;
    try {
      s = c.prepareStatement("select 1");
      s.execute();
    } finally {
      Closers.quiet(s);
      Closers.quiet(c);
    }
  }

  void afterAThrowingClose() throws Exception {
    Connection c = pool.getConnection(); // lost: EARLIER_CLOSE_THROWS
    try {
      c.commit();
    } finally {
      System.in.close();
      Closers.quiet(c);
    }
  }

  void onlyOnOneBranch(boolean mine) throws Exception {
    Connection c = pool.getConnection(); // lost: CONDITIONAL_CLOSE
    if (mine) {
      Closers.quiet(c);
    }
  }
}
