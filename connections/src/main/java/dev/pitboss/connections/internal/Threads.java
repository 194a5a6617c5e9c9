package dev.pitboss.connections.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Threads on every Java version since 17.
///
/// Those of the library outlive the application that happened to be first to borrow: they take over
/// no context class loader, no thread locals and no protection domains from the thread that makes
/// them. Thread-safe.
public final class Threads {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();

  /// `Thread.threadId()` since Java 19: final, unlike `getId()`.
  private static final MethodHandle ID = id();

  /// A factory of unnamed virtual threads without inherited thread locals, since Java 21.
  private static final @Nullable ThreadFactory VIRTUAL = virtual();

  private Threads() {}

  /// The id of the calling thread: used once in a virtual machine.
  @SuppressWarnings("IllegalCatch") // a method handle declares Throwable; this one throws nothing
  public static long currentId() {
    try {
      return (long) ID.invokeExact(Thread.currentThread());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a thread without an id", e);
    }
  }

  /// A daemon that is yet to be started.
  @SuppressWarnings("removal") // from Java 24 on there is nothing to take over, and this calls task
  public static Thread daemon(String name, Runnable task) {
    return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> make(name, task));
  }

  private static Thread make(String name, Runnable task) {
    var thread = new Thread(null, task, name, 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(Threads.class.getClassLoader());
    return thread;
  }

  /// A factory of daemons.
  ///
  /// @param prefix of their names, before a number
  public static ThreadFactory daemons(String prefix) {
    var number = new AtomicLong();
    return task -> daemon(prefix + number.getAndIncrement(), task);
  }

  /// Runs a task that may block for long in a thread of its own: a virtual one where there are any.
  public static void startAside(String name, Runnable task) {
    Thread thread = VIRTUAL == null ? daemon(name, task) : VIRTUAL.newThread(task);
    thread.setName(name);
    thread.start();
  }

  private static MethodHandle id() {
    MethodType type = MethodType.methodType(long.class);
    try {
      return LOOKUP.findVirtual(Thread.class, "threadId", type);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return before19(type);
    }
  }

  private static MethodHandle before19(MethodType type) {
    try {
      return LOOKUP.findVirtual(Thread.class, "getId", type);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// `Thread.ofVirtual().inheritInheritableThreadLocals(false).factory()`.
  private static @Nullable ThreadFactory virtual() {
    try {
      Class<?> builder = Class.forName("java.lang.Thread$Builder");
      Object virtual = Thread.class.getMethod("ofVirtual").invoke(null);
      builder.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(virtual, false);
      return (ThreadFactory) builder.getMethod("factory").invoke(virtual);
    } catch (ReflectiveOperationException | UnsupportedOperationException e) {
      return null;
    }
  }
}
