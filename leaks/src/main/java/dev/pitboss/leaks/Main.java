package dev.pitboss.leaks;

import java.nio.file.Path;
import java.util.Arrays;

/// `./pitboss leaks`.
public final class Main {
  private Main() {}

  /// Scans.
  public static void main(String[] arguments) throws Exception {
    ScanResult result =
        LeakScan.of(Path.of(arguments[0]))
            .classPath(Arrays.stream(arguments).skip(1).map(Path::of).toList())
            .run();
    result
        .findings()
        .forEach(f -> System.out.println(f + " -- " + f.loss() + " -- " + f.obstacle()));
    result.unanalysed().forEach(System.out::println);
    for (var style : dev.pitboss.leaks.fix.Style.values()) {
      var m = dev.pitboss.leaks.fix.Mending.of(Path.of(arguments[0]), result.findings(), style);
      m.changes().forEach(c -> System.out.println(c.diff()));
      m.left().forEach((f, r) -> System.out.println(f + " LEFT " + r));
    }
    System.out.println(result.files() + " files, " + result.methods() + " methods");
  }
}
