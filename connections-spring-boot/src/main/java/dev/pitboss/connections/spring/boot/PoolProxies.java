package dev.pitboss.connections.spring.boot;

import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.target.SingletonTargetSource;
import org.springframework.util.ClassUtils;

/// Makes the proxy that stands in for a data source and is of its type.
///
/// The proxy is a subclass of the pool's class, so a bean asked for as `HikariDataSource` is one. A
/// final class, and one whose `getConnection` cannot be overridden or returns a type of its own, is
/// replaced by its interfaces if the application has declared it as one of them. Otherwise it is
/// left alone: a bean that cannot be injected any more is worse than one that is not counted.
final class PoolProxies {
  private static final System.Logger LOG = System.getLogger(PoolProxies.class.getName());

  private PoolProxies() {}

  /// The proxy of a pool.
  ///
  /// @param declared the type that the application asks for the bean by
  /// @return empty if no proxy can take the bean's place
  static Optional<DataSource> of(TrackedPool pool, Class<?> declared, ClassLoader loader) {
    Class<?> base = overridable(pool.pool().getClass());
    if (base != null && declared.isAssignableFrom(base)) {
      try {
        return Optional.of(subclass(pool, base, loader));
      } catch (AopConfigException e) {
        LOG.log(Level.DEBUG, "no subclass of " + base.getName(), e);
      }
    }
    return declared.isInterface() ? Optional.of(interfaces(pool, loader)) : Optional.empty();
  }

  /// The nearest class from `type` on upwards that can be overridden, with its `getConnection`.
  private static @Nullable Class<?> overridable(Class<?> type) {
    for (@Nullable Class<?> base = type;
        base != null && DataSource.class.isAssignableFrom(base);
        base = base.getSuperclass()) {
      if (!Modifier.isFinal(base.getModifiers())
          && !base.isHidden()
          && !Proxy.isProxyClass(base)
          && lendsOverridably(base)) {
        return base;
      }
    }
    return null;
  }

  private static boolean lendsOverridably(Class<?> type) {
    return Stream.of(new Class<?>[] {}, new Class<?>[] {String.class, String.class})
        .allMatch(parameters -> {
          Method borrow = ClassUtils.getMethod(type, "getConnection", parameters);
          return !Modifier.isFinal(borrow.getModifiers()) && BorrowInterceptor.isBorrow(borrow);
        });
  }

  private static DataSource subclass(TrackedPool pool, Class<?> base, ClassLoader loader) {
    ProxyFactory factory = factory(pool, base);
    factory.setProxyTargetClass(true);
    var proxy = (DataSource) factory.getProxy(loader);
    new PoolFields(pool.pool()).copyTo(proxy);
    return proxy;
  }

  private static DataSource interfaces(TrackedPool pool, ClassLoader loader) {
    return (DataSource) factory(pool, pool.pool().getClass()).getProxy(loader);
  }

  private static ProxyFactory factory(TrackedPool pool, Class<?> type) {
    var factory = new ProxyFactory();
    factory.setTargetSource(new Target(pool.pool(), type));
    Arrays.stream(ClassUtils.getAllInterfacesForClass(pool.pool().getClass()))
        .filter(wanted -> Modifier.isPublic(wanted.getModifiers()))
        .forEach(factory::addInterface);
    factory.addInterface(TrackedBean.class);
    factory.addAdvice(new BorrowInterceptor(pool));
    return factory;
  }

  /// The pool, under the class that its proxy extends.
  private static final class Target extends SingletonTargetSource {
    private static final long serialVersionUID = 1;

    private final Class<?> type;

    Target(DataSource pool, Class<?> type) {
      super(pool);
      this.type = type;
    }

    @Override
    public Class<?> getTargetClass() {
      return type;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return super.equals(other);
    }

    @Override
    public int hashCode() {
      return super.hashCode();
    }
  }
}
