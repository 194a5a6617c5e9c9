package dev.pitboss.connections.spring.boot;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/// Sends `getConnection` to the tracker; anything else goes to the pool. Thread-safe.
final class BorrowInterceptor implements MethodInterceptor {
  private final TrackedPool pool;
  private final PoolFields fields;

  BorrowInterceptor(TrackedPool pool) {
    this.pool = pool;
    this.fields = new PoolFields(pool.pool());
  }

  @Override
  public @Nullable Object invoke(MethodInvocation call) throws Throwable {
    if (isBorrow(call.getMethod())) {
      Connection borrowed = borrow(pool.source(), call.getArguments());
      if (call instanceof ProxyMethodInvocation proxied) {
        fields.copyOnceTo(proxied.getProxy());
      }
      return borrowed;
    }
    return unwraps(call) ? ((ProxyMethodInvocation) call).getProxy() : call.proceed();
  }

  static boolean isBorrow(Method method) {
    if (!method.getName().equals("getConnection")
        || !method.getReturnType().isAssignableFrom(Connection.class)) {
      return false;
    }
    Class<?>[] types = method.getParameterTypes();
    return types.length == 0
        || (types.length == 2 && types[0] == String.class && types[1] == String.class);
  }

  private static Connection borrow(DataSource source, @Nullable Object[] arguments)
      throws SQLException {
    return arguments.length == 0
        ? source.getConnection()
        : source.getConnection((String) arguments[0], (String) arguments[1]);
  }

  /// JDBC asks for the receiver if that is of the wanted type. The pool itself would lend around
  /// the tracker.
  private static boolean unwraps(MethodInvocation call) {
    return call.getMethod().getName().equals("unwrap")
        && call instanceof ProxyMethodInvocation proxied
        && call.getArguments().length == 1
        && call.getArguments()[0] instanceof Class<?> type
        && type.isInstance(proxied.getProxy());
  }
}
