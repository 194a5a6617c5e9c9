package dev.pitboss.leaks;

import java.util.ArrayList;
import java.util.List;

/// The analysis and the parser of the fixes work inside the compiler, whose packages a JVM only
/// opens when asked at its start.
public final class CompilerAccess {
  private static final List<String> EXPORTED =
      List.of(
          "api", "code", "comp", "file", "main", "model", "parser", "processing", "tree", "util");
  private static final List<String> OPENED = List.of("code", "comp", "util");

  private CompilerAccess() {}

  /// The options a JVM that scans must be started with.
  public static List<String> jvmOptions() {
    var options = new ArrayList<String>();
    EXPORTED.forEach(
        name -> options.add("--add-exports=jdk.compiler/" + name(name) + "=ALL-UNNAMED"));
    OPENED.forEach(name -> options.add("--add-opens=jdk.compiler/" + name(name) + "=ALL-UNNAMED"));
    // the parser of Python is a native library; without the option the JVM warns
    options.add("--enable-native-access=ALL-UNNAMED");
    return List.copyOf(options);
  }

  /// Whether this JVM was started with them.
  public static boolean given() {
    Module unnamed = CompilerAccess.class.getModule();
    return ModuleLayer.boot()
        .findModule("jdk.compiler")
        .map(compiler ->
            EXPORTED.stream().allMatch(name -> compiler.isExported(name(name), unnamed))
                && OPENED.stream().allMatch(name -> compiler.isOpen(name(name), unnamed)))
        .orElse(false);
  }

  static void demand() {
    if (!given()) {
      throw new IllegalStateException(
          "a JVM that scans must be started with " + String.join(" ", jvmOptions()));
    }
  }

  private static String name(String last) {
    return "com.sun.tools.javac." + last;
  }
}
