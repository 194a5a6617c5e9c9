package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.LanguageResult;
import java.io.IOException;
import java.nio.file.Path;

/// A scan in a virtual machine of its own.
final class ScanOnce {
  private ScanOnce() {}

  /// Prints failures and findings; ends with 2 when the scan could not look.
  public static void main(String[] arguments) throws IOException {
    LanguageResult result = PythonTree.of(Path.of(arguments[0])).scan();
    result.failures().forEach(System.out::println);
    result.findings().forEach(System.out::println);
    System.exit(result.failures().isEmpty() ? 0 : 2);
  }
}
