package shop;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/** Starts a program in a class loader of its own, as a fat jar or an application server does. */
public final class FatJar {
  /**
   * @param arguments one or several times: whether the loader sees the class path (`child`), only
   *     the platform (`apart`), or says that it has the class path's for a parent and does not ask
   *     it (`modular`); the class path of the program; its main class
   */
  public static void main(String[] arguments) throws Exception {
    List<Several.Program> programs = new ArrayList<>();
    for (int i = 0; i < arguments.length; i += 3) {
      ClassLoader loader = loader(arguments[i], arguments[i + 1]);
      String program = arguments[i + 2];
      programs.add(() -> {
        Thread.currentThread().setContextClassLoader(loader);
        Class.forName("org.h2.Driver", true, loader); // DriverManager looks for drivers only once
        loader
            .loadClass(program)
            .getMethod("main", String[].class)
            .invoke(null, (Object) new String[0]);
      });
    }
    Several.run(programs);
  }

  private static ClassLoader loader(String kind, String path) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : path.split(File.pathSeparator)) {
      urls.add(new File(entry).toURI().toURL());
    }
    ClassLoader parent =
        kind.equals("apart") ? ClassLoader.getPlatformClassLoader() : FatJar.class.getClassLoader();
    URL[] all = urls.toArray(new URL[0]);
    return kind.equals("modular") ? new Modular(all, parent) : new URLClassLoader(all, parent);
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
