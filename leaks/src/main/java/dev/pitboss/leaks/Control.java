package dev.pitboss.leaks;

import java.net.URI;
import java.nio.file.Path;

/// A source of the scan's own that is analysed with every batch, after all others. It has one
/// connection that is surely lost: when the analysis does not report it, the analysis did not run
/// to its end, whatever the cause, and its silence about the others means nothing. It also declares
/// what [Edit]s call.
final class Control {
  /// `$.$.close(x)`: the connection, or what holds it, is closed here.
  static final String CLOSE = "$.$.close";

  /// `$.$.hand(x)`: the connection becomes somebody else's here.
  static final String HAND_OVER = "$.$.hand";

  private static final Path FILE = Path.of("/", "pitboss-leaks-control", "$.java");

  private static final String TEXT =
      """
      package $;

      import org.checkerframework.checker.calledmethods.qual.EnsuresCalledMethods;
      import org.checkerframework.checker.mustcall.qual.Owning;

      public final class $ {
        @EnsuresCalledMethods(value = "#1", methods = "close")
        public static native void close(java.sql.Connection closed);

        @EnsuresCalledMethods(value = "#1", methods = "close")
        public static native void close(javax.sql.PooledConnection closed);

        @EnsuresCalledMethods(value = "#1", methods = "close")
        public static native void close(java.sql.Statement closed);

        @EnsuresCalledMethods(value = "#1", methods = "close")
        public static native void close(java.sql.ResultSet closed);

        @EnsuresCalledMethods(value = "#1", methods = "close")
        public static native void close(AutoCloseable closed);

        @EnsuresCalledMethods(value = "#1", methods = "close")
        public static native void close(Object closed);

        public static native void hand(@Owning java.sql.Connection handed);
        public static native void hand(@Owning javax.sql.PooledConnection handed);

        boolean lost(javax.sql.DataSource pool) throws java.sql.SQLException {
          java.sql.Connection connection = pool.getConnection();
          return connection.isValid(1);
        }
      }
      """;

  private Control() {}

  static Source source() {
    Path folder = FILE.getParent();
    return new Source(folder == null ? FILE : folder, FILE.getFileName(), TEXT);
  }

  static boolean is(URI source) {
    return source.equals(FILE.toUri());
  }
}
