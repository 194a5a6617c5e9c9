package shop;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/** Starts a program in a class loader of its own, as a fat jar or an application server does. */
public final class FatJar {
  /**
   * @param arguments whether the loader sees the class path (`child`) or only the platform
   *     (`apart`); the class path of the program; its main class
   */
  public static void main(String[] arguments) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : arguments[1].split(File.pathSeparator)) {
      urls.add(new File(entry).toURI().toURL());
    }
    ClassLoader parent =
        arguments[0].equals("child")
            ? FatJar.class.getClassLoader()
            : ClassLoader.getPlatformClassLoader();
    ClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]), parent);
    Thread.currentThread().setContextClassLoader(loader);
    loader
        .loadClass(arguments[2])
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[0]);
  }
}
