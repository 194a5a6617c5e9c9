package dev.pitboss.connections.agent;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Weaves the classes that an application had loaded before the agent was attached.
///
/// A loaded class may get other instructions, but no methods, fields or supertypes, and a method
/// that is running goes on as it was. So method references are left alone there, and listed. Stays
/// registered, because another agent that changes a class gets its original form to start from.
/// Thread-safe.
final class LoadedClasses implements ClassFileTransformer {
  private final Weaver weaver;
  private final WeavingRules rules;
  private final NotTracked notTracked;
  private final AtomicInteger woven = new AtomicInteger();

  LoadedClasses(Weaver weaver, WeavingRules rules, NotTracked notTracked) {
    this.weaver = weaver;
    this.rules = rules;
    this.notTracked = notTracked;
  }

  /// Weaves all loaded classes that borrow, one by one: each stops the application for a moment
  /// only, and one that cannot be changed does not keep the others from it.
  ///
  /// @return how many there were, for people
  String weave(Instrumentation instrumentation) {
    instrumentation.addTransformer(this, true);
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (type.getClassLoader() != null
          && instrumentation.isModifiableClass(type)
          && rules.weaves(type.getName())
          && mayBorrow(type)) {
        weave(instrumentation, type);
      }
    }
    return "%d calls woven in %d loaded classes, %d calls or classes left alone"
        .formatted(weaver.sites(), woven.get(), notTracked.reasons().size());
  }

  private void weave(Instrumentation instrumentation, Class<?> type) {
    try {
      instrumentation.retransformClasses(type);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError | InternalError e) {
      notTracked.say(type.getName(), "cannot be changed while it is loaded: " + e);
    }
  }

  /// Changing a class costs the virtual machine more than reading its file, and few of thousands
  /// borrow. One whose file cannot be read may.
  private static boolean mayBorrow(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    String file = type.getName().replace('.', '/') + ".class";
    if (loader == null) {
      return false;
    }
    try (InputStream bytes = loader.getResourceAsStream(file)) {
      return bytes == null || Weaver.mayBorrow(bytes.readAllBytes());
    } catch (IOException | RuntimeException | LinkageError ignored) {
      return true;
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String internalName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (redefined == null) {
      return null; // the weaver has seen it
    }
    byte[] changed = weaver.transformLoaded(loader, internalName, bytes);
    if (changed != null) {
      woven.incrementAndGet();
    }
    return changed;
  }
}
