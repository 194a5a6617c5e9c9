package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import javax.tools.ToolProvider;

/// Sources, compiled, to be run on a [StubPool].
final class Compiled {
  private final URLClassLoader classes;

  private Compiled(URLClassLoader classes) {
    this.classes = classes;
  }

  /// Fails with the compiler's words when a source does not compile.
  static Compiled of(Path sources, Path output) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var errors = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null);
        Stream<Path> found = Files.walk(sources)) {
      List<Path> java = found.filter(file -> file.toString().endsWith(".java")).toList();
      List<String> options = List.of("-proc:none", "-d", output.toString());
      boolean compiles =
          compiler
              .getTask(errors, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
              .call();
      assertThat(compiles).as(errors.toString()).isTrue();
    }
    return new Compiled(new URLClassLoader(new URL[] {url(output)}));
  }

  private static URL url(Path folder) throws MalformedURLException {
    return folder.toUri().toURL();
  }

  /// What a method answered or threw, and what became of its connections.
  record Ran(String answer, int borrowed, int open) {}

  /// Runs a method without parameters of an object made from the pool, or a static one that takes
  /// it.
  Ran run(String type, String method) throws ReflectiveOperationException {
    return run(type, method, 0);
  }

  /// The same, and one of the calls on what the pool lends fails.
  ///
  /// @param failing which call, from 1; 0 for none
  Ran run(String type, String method, int failing) throws ReflectiveOperationException {
    var pool = new StubPool(failing);
    DataSource source = pool.dataSource();
    Class<?> loaded = classes.loadClass(type);
    String answer;
    try {
      answer = String.valueOf(call(loaded, method, source));
    } catch (InvocationTargetException thrown) {
      answer = String.valueOf(thrown.getCause());
    }
    return new Ran(answer, pool.borrowed(), pool.open());
  }

  private static Object call(Class<?> type, String name, DataSource source)
      throws ReflectiveOperationException {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        method.setAccessible(true);
        if (Modifier.isStatic(method.getModifiers())) {
          return method.invoke(null, source);
        }
        Constructor<?> constructor = type.getDeclaredConstructor(DataSource.class);
        constructor.setAccessible(true);
        return method.invoke(constructor.newInstance(source), arguments(method));
      }
    }
    throw new NoSuchMethodException(name);
  }

  /// Nothing, of each type.
  private static Object[] arguments(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(type -> type == boolean.class ? (Object) false : type == int.class ? (Object) 0 : "")
        .toArray();
  }
}
