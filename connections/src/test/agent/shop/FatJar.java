package shop;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/** Starts a program in a class loader of its own, as a fat jar or an application server does. */
public final class FatJar {
  /**
   * @param arguments whether the loader sees the class path (`child`), only the platform
   *     (`apart`), or says that it has the class path's for a parent and does not ask it
   *     (`modular`); the class path of the program; its main class
   */
  public static void main(String[] arguments) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : arguments[1].split(File.pathSeparator)) {
      urls.add(new File(entry).toURI().toURL());
    }
    ClassLoader parent =
        arguments[0].equals("apart")
            ? ClassLoader.getPlatformClassLoader()
            : FatJar.class.getClassLoader();
    URL[] path = urls.toArray(new URL[0]);
    ClassLoader loader =
        arguments[0].equals("modular") ? new Modular(path, parent) : new URLClassLoader(path, parent);
    Thread.currentThread().setContextClassLoader(loader);
    loader
        .loadClass(arguments[2])
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[0]);
  }

  /** Looks for classes as JBoss Modules and OSGi do. */
  private static final class Modular extends URLClassLoader {
    Modular(URL[] path, ClassLoader parent) {
      super(path, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        if (known != null) {
          return known;
        }
        try {
          return ClassLoader.getPlatformClassLoader().loadClass(name);
        } catch (ClassNotFoundException e) {
          return findClass(name);
        }
      }
    }
  }
}
