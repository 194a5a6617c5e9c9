package dev.pitboss.bench.connections;

import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A driver that answers everything at once with nothing, so that what is measured is the pool and
/// the tracking and no database.
///
/// Its classes are spun as plain straight code: a `Proxy` would cost more than what is measured.
public final class StubDriver implements Driver {
  static final String URL = "jdbc:stub:";

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final Supplier<ResultSet> RESULTS = spun(Results.class, ResultSet.class);
  private static final Supplier<PreparedStatement> STATEMENTS =
      spun(Prepared.class, PreparedStatement.class);
  private static final Supplier<Connection> CONNECTIONS = spun(Session.class, Connection.class);

  static {
    try {
      DriverManager.registerDriver(new StubDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public @Nullable Connection connect(String url, Properties properties) {
    return acceptsURL(url) ? CONNECTIONS.get() : null;
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(URL);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("a stub logs nothing");
  }

  /// A session: alive until it is closed.
  abstract static class Session implements Connection {
    private boolean closed;
    private boolean autoCommit = true;

    @Override
    public final PreparedStatement prepareStatement(String sql) {
      return STATEMENTS.get();
    }

    @Override
    public final void setAutoCommit(boolean on) {
      autoCommit = on;
    }

    @Override
    public final boolean getAutoCommit() {
      return autoCommit;
    }

    @Override
    public final int getTransactionIsolation() {
      return TRANSACTION_READ_COMMITTED;
    }

    @Override
    public final boolean isValid(int timeout) {
      return !closed;
    }

    @Override
    public final boolean isClosed() {
      return closed;
    }

    @Override
    public final void close() {
      closed = true;
    }
  }

  /// A statement that finds one row.
  abstract static class Prepared implements PreparedStatement {
    @Override
    public final ResultSet executeQuery() {
      return RESULTS.get();
    }
  }

  /// One row.
  abstract static class Results implements ResultSet {
    private boolean read;

    @Override
    public final boolean next() {
      boolean first = !read;
      read = true;
      return first;
    }
  }

  /// A supplier of instances of `base` in which every method left open does nothing and returns
  /// zero, false or null.
  private static <T> Supplier<T> spun(Class<? extends T> base, Class<T> contract) {
    ClassDesc self = ClassDesc.of(StubDriver.class.getPackageName(), "Stub" + base.getSimpleName());
    byte[] bytes = ClassFile.of().build(self, type -> build(type, base, contract));
    try {
      Class<?> spun = LOOKUP.defineHiddenClass(bytes, true).lookupClass();
      var make =
          LOOKUP
              .findConstructor(spun, MethodType.methodType(void.class))
              .asType(MethodType.methodType(Object.class));
      return new Maker<>(make, contract);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot spin a stub of " + contract, e);
    }
  }

  private record Maker<T>(MethodHandle make, Class<T> type) implements Supplier<T> {
    @Override
    @SuppressWarnings("IllegalCatch") // a method handle declares Throwable; these throw nothing
    public T get() {
      try {
        return type.cast((Object) make.invokeExact());
      } catch (Throwable e) {
        throw new IllegalStateException("a stub does not start", e);
      }
    }
  }

  private static void build(ClassBuilder type, Class<?> base, Class<?> contract) {
    ClassDesc parent = base.describeConstable().orElseThrow();
    type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC).withSuperclass(parent);
    type.withMethodBody(
        INIT_NAME,
        MTD_void,
        0,
        code -> code.aload(0).invokespecial(parent, INIT_NAME, MTD_void).return_());
    Set<String> written = new HashSet<>();
    for (Method method : contract.getMethods()) {
      MethodTypeDesc descriptor = descriptor(method);
      if (Modifier.isAbstract(method.getModifiers())
          && !implemented(base, method)
          && written.add(method.getName() + descriptor.descriptorString())) {
        type.withMethodBody(
            method.getName(), descriptor, ClassFile.ACC_PUBLIC, code -> nothing(code, method));
      }
    }
  }

  private static MethodTypeDesc descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .describeConstable()
        .orElseThrow();
  }

  private static boolean implemented(Class<?> base, Method method) {
    try {
      return !Modifier.isAbstract(
          base.getMethod(method.getName(), method.getParameterTypes()).getModifiers());
    } catch (NoSuchMethodException _) {
      return false;
    }
  }

  private static void nothing(CodeBuilder code, Method method) {
    TypeKind kind = TypeKind.from(method.getReturnType());
    switch (kind) {
      case VOID -> {}
      case REFERENCE -> code.aconst_null();
      case LONG -> code.lconst_0();
      case FLOAT -> code.fconst_0();
      case DOUBLE -> code.dconst_0();
      case BOOLEAN, BYTE, CHAR, INT, SHORT -> code.iconst_0();
    }
    code.return_(kind);
  }
}
