package dev.pitboss.leaks;

import java.net.URI;
import java.nio.file.Path;
import javax.tools.SimpleJavaFileObject;

/// One source file as the compiler is given it: its text may have pieces blanked out, yet every
/// offset is that of the file.
final class Source extends SimpleJavaFileObject {
  private final Path file;
  private final String text;

  private final String original;

  private Source(URI uri, Path file, String text, String original) {
    super(uri, Kind.SOURCE);
    this.file = file;
    this.text = text;
    this.original = original;
  }

  /// The same file with another text.
  Source with(String changed) {
    return new Source(toUri(), file, changed, original);
  }

  /// @param base the scanned folder
  /// @param file relative to it
  Source(Path base, Path file, String text) {
    this(uri(base, file), file, text, text);
  }

  private static URI uri(Path base, Path file) {
    return base.resolve(file).toAbsolutePath().toUri();
  }

  Path file() {
    return file;
  }

  String text() {
    return text;
  }

  /// Whether a piece is as it is in the file.
  boolean isWhole(long from, long to) {
    return from >= 0
        && to <= text.length()
        && text.substring((int) from, (int) to).equals(original.substring((int) from, (int) to));
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return text;
  }

  /// Any name goes: what a public class's file is called has no bearing on leaks.
  @Override
  public boolean isNameCompatible(String simpleName, Kind kind) {
    // but a module or package description, which no source here is, has its own
    return kind == Kind.SOURCE && !simpleName.endsWith("-info");
  }
}
