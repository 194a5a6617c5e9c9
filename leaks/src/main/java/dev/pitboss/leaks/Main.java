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
    System.out.println(result.files() + " files, " + result.methods() + " methods");
  }
}
