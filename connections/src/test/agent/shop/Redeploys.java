package shop;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Deploys and stops an application five times, each time in a class loader of its own. */
public final class Redeploys {
  private static final long WITHIN_MILLIS = 60_000;

  /**
   * @param arguments `clean`, or `pinned` for an application that leaves a thread behind; what the
   *     server has: a database; what each deployment has: the application and its pool
   */
  public static void main(String[] arguments) throws Exception {
    boolean pinned = arguments[0].equals("pinned");
    ClassLoader server = new URLClassLoader(urls(arguments[1]), platform());
    // H2 keeps an exception made when it is first used, and with it the classes that were calling
    ((Driver) server.loadClass("org.h2.Driver").getDeclaredConstructor().newInstance())
        .connect("jdbc:h2:mem:", new Properties())
        .close();
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      loaders.add(deploy(new URLClassLoader(urls(arguments[2]), server), pinned));
    }
    long deadline = System.currentTimeMillis() + (pinned ? 1_000 : WITHIN_MILLIS);
    int left = loaders.size();
    while (left > 0 && System.currentTimeMillis() < deadline) {
      System.gc();
      Thread.sleep(50);
      left = 0;
      for (WeakReference<ClassLoader> loader : loaders) {
        left += loader.get() == null ? 0 : 1;
      }
    }
    System.out.println("class loaders left: " + left);
    System.out.println("ready");
    System.in.read();
    System.exit(0); // independent of threads that were left behind
  }

  private static ClassLoader platform() {
    return ClassLoader.getPlatformClassLoader();
  }

  private static WeakReference<ClassLoader> deploy(ClassLoader loader, boolean pinned)
      throws Exception {
    Thread.currentThread().setContextClassLoader(loader);
    Runnable application =
        (Runnable) loader.loadClass("shop.WebApp").getDeclaredConstructor().newInstance();
    application.run();
    if (pinned) {
      new Thread(Redeploys::idle).start(); // it takes the context class loader with it
    }
    application.run();
    Thread.currentThread().setContextClassLoader(Redeploys.class.getClassLoader());
    return new WeakReference<>(loader);
  }

  private static void idle() {
    try {
      Thread.sleep(WITHIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static URL[] urls(String path) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : path.split(File.pathSeparator)) {
      urls.add(new File(entry).toURI().toURL());
    }
    return urls.toArray(new URL[0]);
  }
}
