package dev.pitboss.server.web;

import com.caoccao.javet.enums.JSRuntimeType;
import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.NodeRuntime;
import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.interop.V8Runtime;
import com.caoccao.javet.interop.executors.IV8Executor;
import com.caoccao.javet.interop.loader.IJavetLibLoadingListener;
import com.caoccao.javet.interop.loader.JavetLibLoader;
import com.caoccao.javet.values.reference.IV8Module;
import com.caoccao.javet.values.reference.V8ValueObject;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;

/// JavaScript without a browser and without an installed Node.js: the pages' own modules, and the
/// tools that format and lint them, in the engine of Node.js as a library.
///
/// Not thread-safe. Where the library has no native part for the platform, tests that open it are
/// skipped.
final class PageScripts implements AutoCloseable {
  /// The pages, relative to the module.
  static final Path WEB = Path.of("src/main/resources/web").toAbsolutePath();

  private static final ObjectMapper JSON = new ObjectMapper();

  /// The native part is unpacked here, not to a folder that outlives the build.
  private static final Path NATIVE = Path.of("target/javet");

  /// What the modules touch of a browser when they are loaded. Without the handler an error that no
  /// script catches ends the process, as in Node.js itself.
  private static final String BROWSER =
      """
      process.on('uncaughtException', (error) => (globalThis.fault = String(error?.stack ?? error)));
      globalThis.document = {documentElement: {dataset: {}}, addEventListener() {}};
      globalThis.addEventListener = () => {};
      globalThis.sessionStorage = {getItem: () => null, setItem() {}, removeItem() {}};
      globalThis.localStorage = globalThis.sessionStorage;
      globalThis.customElements = {define() {}};
      globalThis.BroadcastChannel = undefined;
      """;

  /// In place of Lit: nothing is drawn.
  private static final String LIT =
      """
      export class LitElement {}
      export const html = (strings, ...values) => ({strings, values});
      export const svg = html;
      export const nothing = null;
      """;

  /// It warns of every object that is left to the end of its engine, which frees them all.
  private static final Logger JAVET = Logger.getLogger("com.caoccao.javet");

  private final NodeRuntime node;
  private final Map<String, String> changed;

  private PageScripts(NodeRuntime node, Map<String, String> changed) {
    this.node = node;
    this.changed = changed;
  }

  /// An engine that can import the pages' modules.
  static PageScripts open() {
    return with(Map.of());
  }

  /// The same with other sources of some modules, by path as in `/js/core/api.js`.
  static PageScripts with(Map<String, String> changed) {
    Assumptions.assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "no Node.js library for this platform");
    JAVET.setLevel(Level.SEVERE);
    try {
      Files.createDirectories(NATIVE);
      JavetLibLoader.setLibLoadingListener(
          new IJavetLibLoadingListener() {
            @Override
            public File getLibPath(JSRuntimeType type) {
              return NATIVE.toAbsolutePath().toFile();
            }
          });
      NodeRuntime node = V8Host.getNodeI18nInstance().createV8Runtime();
      PageScripts scripts = new PageScripts(node, changed);
      node.setV8ModuleResolver((runtime, name, _) -> scripts.module(runtime, name));
      node.getExecutor(BROWSER).executeVoid();
      return scripts;
    } catch (JavetException | IOException failure) {
      throw new IllegalStateException("cannot start Node.js", failure);
    }
  }

  private IV8Module module(V8Runtime runtime, String name) throws JavetException {
    return executor(runtime, source(name), name).setModule(true).compileV8Module();
  }

  /// Not by `setResourceName`: with Node.js that changes the working directory of the whole
  /// process.
  private static IV8Executor executor(V8Runtime runtime, String script, String name)
      throws JavetException {
    IV8Executor executor = runtime.getExecutor(script);
    executor.getV8ScriptOrigin().setResourceName(name);
    return executor;
  }

  private String source(String name) {
    if (name.startsWith("lit-element/")) {
      return LIT;
    }
    String other = changed.get(name);
    return other == null ? read(WEB.resolve(name.substring(1))) : other;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Runs a script whose names are then global.
  void load(String script, String name) {
    try {
      executor(node, script, name).executeVoid();
    } catch (JavetException failure) {
      throw new IllegalStateException(name + " cannot be loaded", failure);
    }
  }

  /// Loads a file of a package of npm that is on the class path as a WebJar.
  void loadPackage(String name, String file) {
    load(packageFile(name, file), name + "/" + file);
  }

  /// A file of such a package.
  static String packageFile(String name, String file) {
    Properties maven = new Properties();
    String pom = "META-INF/maven/org.webjars.npm/" + name + "/pom.properties";
    try {
      maven.load(new StringReader(resource(pom)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return resource(
        "META-INF/resources/webjars/%s/%s/%s".formatted(name, maven.getProperty("version"), file));
  }

  /// A text of the class path.
  static String resource(String name) {
    try (InputStream in = PageScripts.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Calls a function, which may be asynchronous, of a module's imports.
  ///
  /// @param imports import statements
  /// @param function an arrow function; its arguments and result pass as JSON
  JsonNode call(String imports, String function, Object... arguments) {
    String module = "%s\nglobalThis.called = %s;\n".formatted(imports, function);
    try {
      node.getExecutor("globalThis.fault = undefined; globalThis.called = undefined;")
          .executeVoid();
      executor(node, module, "/test.js").setModule(true).executeVoid();
      return JSON.readTree(answer(JSON.writeValueAsString(List.of(arguments))));
    } catch (JavetException | IOException failure) {
      throw new IllegalStateException("the script failed", failure);
    }
  }

  private String answer(String arguments) throws JavetException {
    try (V8ValueObject global = node.getGlobalObject()) {
      global.set("given", arguments);
      node.getExecutor(
              """
              globalThis.answer = undefined;
              (async () => called(...JSON.parse(given)))().then(
                (result) => (globalThis.answer = JSON.stringify(result ?? null)),
                (error) => (globalThis.fault = String(error?.stack ?? error)),
              );
              """)
          .executeVoid();
      node.await();
      String fault = global.getString("fault");
      if (fault != null) {
        throw new IllegalStateException(fault);
      }
      return global.getString("answer");
    }
  }

  @Override
  public void close() {
    try {
      node.close();
    } catch (JavetException failure) {
      throw new IllegalStateException("cannot stop Node.js", failure);
    }
  }
}
