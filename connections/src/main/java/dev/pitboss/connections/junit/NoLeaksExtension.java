package dev.pitboss.connections.junit;

import dev.pitboss.connections.testing.ConnectionBalance;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// The JUnit extension behind [NoLeaks].
public final class NoLeaksExtension implements BeforeEachCallback, AfterEachCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(NoLeaksExtension.class);

  /// For JUnit.
  public NoLeaksExtension() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(NAMESPACE).put(context.getUniqueId(), ConnectionBalance.now());
  }

  @Override
  public void afterEach(ExtensionContext context) throws InterruptedException {
    ConnectionBalance before =
        context.getStore(NAMESPACE).remove(context.getUniqueId(), ConnectionBalance.class);
    if (before != null) {
      before.assertRestored(Duration.ofMillis(graceMillis(context)));
    }
  }

  private static long graceMillis(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), NoLeaks.class)
        .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), NoLeaks.class))
        .map(NoLeaks::graceMillis)
        .orElse(0L);
  }
}
