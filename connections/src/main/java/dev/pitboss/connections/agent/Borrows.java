package dev.pitboss.connections.agent;

import dev.pitboss.connections.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.util.Arrays;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Called by woven code; not for use by applications.
///
/// A woven class finds it through the system class loader at run time and links to nothing but
/// `java.base`, so it works in any class loader and any module. Thread-safe.
public final class Borrows {
  /// Class files before Java 11 have no dynamic constants and name their sites by number. An
  /// application with more sites than this keeps the rest of them unwoven.
  private static final int MAX_NUMBERED_SITES = 16_384;

  /// One for all: a constant, so that a mark costs no look-up.
  static final Recent RECENT = new Recent();

  private static final MethodHandle ADOPT;
  private static final MethodHandle BORROW;
  private static final MethodHandle BORROW_AS;

  private static volatile @Nullable Watch watch;
  private static volatile WovenSite[] numbered = new WovenSite[0];

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      ADOPT =
          lookup.findVirtual(
              WovenSite.class,
              "adopt",
              MethodType.methodType(Connection.class, Object.class, Connection.class, long.class));
      BORROW =
          lookup.findVirtual(
              DropInSite.class, "borrow", MethodType.methodType(Connection.class, Object.class));
      BORROW_AS =
          lookup.findVirtual(
              DropInSite.class,
              "borrowAs",
              MethodType.methodType(Connection.class, Object.class, String.class, String.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Borrows() {}

  static void watchWith(Watch runtime) {
    watch = runtime;
  }

  /// The constant of one woven call: a handle that takes the data source (or the URL, for a
  /// `DriverManager`), what it handed out, and the [#mark()] before that; and returns what the
  /// application gets instead.
  ///
  /// @param type the woven class: a data source that asks another one, or a driver, does so for its
  ///   caller
  /// @param walks 0 if the line is the borrower, 1 if the borrower is to be sought on the stack
  public static MethodHandle site(Class<?> type, String file, String method, int line, int walks) {
    int seeks = DataSource.class.isAssignableFrom(type) ? 1 : walks;
    return ADOPT.bindTo(wovenSite(file, method, line, seeks));
  }

  /// The constant of a woven call that may ask a drop-in: a handle that takes the data source, and
  /// user and password where the call has them, and returns what a drop-in lends to this line; null
  /// from any other data source, which is then asked by the call as it is written.
  ///
  /// @param type the woven class
  /// @param arguments how many the call has: 0 or 2
  public static MethodHandle dropIn(
      Class<?> type, String file, String method, int line, int arguments) {
    CallSite.Woven written = CallSite.woven(file, method, line);
    var site = new CallSite.Untracked(written.file(), written.method(), written.line());
    boolean borrows = !DataSource.class.isAssignableFrom(type);
    return (arguments == 0 ? BORROW : BORROW_AS).bindTo(new DropInSite(type, site, borrows));
  }

  /// Called before a borrow in a class that was loaded before the agent: makes a pool known of
  /// which no borrow succeeds.
  ///
  /// @return [#mark()]
  public static long begins(@Nullable Object source) {
    Watch started = watch;
    if (started != null && source != null) {
      started.sees(source);
    }
    return mark();
  }

  /// Called before a borrow: what tells afterwards whether the thread had another one tracked
  /// meanwhile.
  public static long mark() {
    return RECENT.mark();
  }

  private static WovenSite wovenSite(String file, String method, int line, int walks) {
    Watch started = watch;
    if (started == null) {
      throw new IllegalStateException("classes are woven, but the agent has not started");
    }
    return new WovenSite(CallSite.woven(file, method, line), walks != 0, started);
  }

  /// Gives a site a number, for [#adopt(Object, Connection, long, int)]; -1 if there are too many.
  static synchronized int number(String file, String method, int line, int walks) {
    int number = numbered.length;
    if (number == MAX_NUMBERED_SITES) {
      return -1;
    }
    WovenSite[] more = Arrays.copyOf(numbered, number + 1);
    more[number] = wovenSite(file, method, line, walks);
    numbered = more;
    return number;
  }

  /// What the handle of [#site] does, for class files that cannot hold such a constant.
  public static @Nullable Connection adopt(
      @Nullable Object source, @Nullable Connection connection, long mark, int number) {
    return numbered[number].adopt(source, connection, mark);
  }
}
