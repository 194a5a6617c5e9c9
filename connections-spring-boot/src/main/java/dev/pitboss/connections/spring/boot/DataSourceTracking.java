package dev.pitboss.connections.spring.boot;

import dev.pitboss.connections.ConnectionTracker;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/// Puts a tracking proxy in the place of each `DataSource` bean, before any other post-processor
/// wraps it: so the pool itself is tracked, and what stands in front of it is not.
final class DataSourceTracking
    implements DestructionAwareBeanPostProcessor, SmartInitializingSingleton, PriorityOrdered {
  private static final System.Logger LOG = System.getLogger(DataSourceTracking.class.getName());
  private static final String SCOPED = "scopedTarget.";

  private final ConfigurableListableBeanFactory beans;
  private final ObjectProvider<TrackedDataSources> sources;
  private volatile @Nullable TrackedDataSources known;

  /// @param sources asked for with the first data source: a post-processor exists before the
  ///   properties can be read
  DataSourceTracking(
      ConfigurableListableBeanFactory beans, ObjectProvider<TrackedDataSources> sources) {
    this.beans = beans;
    this.sources = sources;
  }

  private TrackedDataSources sources() {
    TrackedDataSources all = known;
    if (all == null) {
      all = sources.getObject();
      known = all;
    }
    return all;
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  /// A front may borrow while it is initialised.
  @Override
  public Object postProcessBeforeInitialization(Object bean, String beanName) {
    if (bean instanceof DataSource source && isTrackable(source, beanName)) {
      SpringFronts.replaceTarget(source, name(beanName), this::behindFront);
    }
    return bean;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String beanName) {
    if (!(bean instanceof DataSource source) || !isTrackable(source, beanName)) {
      return bean;
    }
    String name = name(beanName);
    if (isSpringFront(source, name) || isFront(source, beanName)) {
      return bean;
    }
    return tracked(name, source, declaredType(beanName, source));
  }

  private boolean isTrackable(DataSource source, String beanName) {
    return !isTracked(source)
        && !isProxyOfScope(source)
        && !isPrototype(beanName)
        && !sources().properties().excludedBeans().contains(name(beanName));
  }

  /// A scoped bean is created under a name of its own, behind a proxy that has the bean's.
  private static String name(String beanName) {
    return beanName.startsWith(SCOPED) ? beanName.substring(SCOPED.length()) : beanName;
  }

  private static boolean isProxyOfScope(DataSource source) {
    return source instanceof Advised proxy && !proxy.getTargetSource().isStatic();
  }

  /// Each request for such a bean makes another one, and none of them is ever ended.
  private boolean isPrototype(String beanName) {
    return definition(beanName).map(BeanDefinition::isPrototype).orElse(false);
  }

  /// By the application itself, or by this.
  private static boolean isTracked(DataSource source) {
    return source instanceof TrackedBean
        || source.getClass().getName().equals("dev.pitboss.connections.TrackedDataSource")
        || ConnectionTracker.open().stream().anyMatch(tracker -> tracker.tracks(source));
  }

  private boolean isSpringFront(DataSource source, String name) {
    return SpringFronts.replaceTarget(source, name, this::behindFront)
        || SpringFronts.replaceRoutes(source, name, this::behindFront);
  }

  private DataSource behindFront(String name, DataSource target) {
    return isTracked(target) || isProxyOfScope(target) || isSpringFront(target, name)
        ? target
        : tracked(name, target, DataSource.class);
  }

  /// Whether a data source of another library passes requests on to a bean that is tracked. What a
  /// pool is given for a driver is the other way round: its connections are lent once and kept.
  private boolean isFront(DataSource source, String beanName) {
    boolean isPool = KnownPools.include(source.getClass());
    Optional<DataSource> behind = KnownPools.behind(source).filter(TrackedBean.class::isInstance);
    if (isPool) {
      behind.ifPresent(sources()::leaveAlone);
      return false;
    }
    return behind.isPresent()
        || Arrays.stream(beans.getDependenciesForBean(beanName))
            .anyMatch(each -> sources().has(name(each)));
  }

  private DataSource tracked(String name, DataSource source, Class<?> declared) {
    if (SpringFronts.sharesConnections(source)) {
      LOG.log(
          Level.INFO,
          "bean '" + name + "' is not tracked: its borrowers share one connection, and keep it");
      return source;
    }
    TrackedDataSources all = sources();
    TrackedPool pool = all.pool(name, source);
    Optional<DataSource> proxy = PoolProxies.of(pool, declared, classLoader());
    if (proxy.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "bean '%s' is not tracked: it must be declared as DataSource, or have an overridable class"
                  .formatted(name)
              + " and getConnection, got "
              + source.getClass().getName());
      return source;
    }
    all.add(pool);
    return proxy.get();
  }

  private ClassLoader classLoader() {
    ClassLoader loader = beans.getBeanClassLoader();
    return loader == null ? getClass().getClassLoader() : loader;
  }

  /// What the application asks for the bean by, as far as it has said so.
  private Class<?> declaredType(String beanName, DataSource source) {
    if (beans.containsBean(beanName) && beans.isFactoryBean(beanName)) {
      Class<?> product = beans.getType(beanName);
      return product == null ? DataSource.class : product;
    }
    return definition(beanName).map(DataSourceTracking::declaredType).orElse(source.getClass());
  }

  private static @Nullable Class<?> declaredType(BeanDefinition definition) {
    if (!(definition instanceof RootBeanDefinition root)) {
      return null;
    }
    if (root.getResolvedFactoryMethod() != null) {
      return root.getResolvedFactoryMethod().getReturnType();
    }
    return root.hasBeanClass() ? root.getBeanClass() : null;
  }

  private Optional<BeanDefinition> definition(String beanName) {
    return beans.containsBeanDefinition(beanName)
        ? Optional.of(beans.getMergedBeanDefinition(beanName))
        : Optional.empty();
  }

  /// @throws IllegalStateException if a bean that is excluded does not exist
  @Override
  public void afterSingletonsInstantiated() {
    TrackedDataSources all = sources();
    for (String excluded : all.properties().excludedBeans()) {
      if (!beans.containsBean(excluded)) {
        throw new IllegalStateException(
            "pitboss.connections.excluded-beans must name beans of this application, got '"
                + excluded
                + "'; its data sources are "
                + String.join(", ", beans.getBeanNamesForType(DataSource.class, true, false)));
      }
    }
    all.startAll();
  }

  @Override
  public boolean requiresDestruction(Object bean) {
    return bean instanceof DataSource;
  }

  @Override
  public void postProcessBeforeDestruction(Object bean, String beanName) {
    TrackedDataSources all = known;
    if (all != null) {
      all.end(name(beanName));
    }
  }
}
