package dev.pitboss.leaks;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import javax.tools.SimpleJavaFileObject;

/// One source file as the compiler is given it. Pieces of its text may be blanked out, which keeps
/// every offset; [Edit]s shift offsets, which [#offsetInFile] undoes. Lines are always those of the
/// file.
final class Source extends SimpleJavaFileObject {
  private final Path file;
  private final String text;
  private final String original;
  private final List<Edit> edits;

  private Source(URI uri, Path file, String text, String original, List<Edit> edits) {
    super(uri, Kind.SOURCE);
    this.file = file;
    this.text = text;
    this.original = original;
    this.edits = edits;
  }

  /// @param base the scanned folder
  /// @param file relative to it
  Source(Path base, Path file, String text) {
    this(uri(base, file), file, text, text, List.of());
  }

  private static URI uri(Path base, Path file) {
    return base.resolve(file).toAbsolutePath().toUri();
  }

  /// The same file with a piece blanked out, which is then no longer [whole][#isWhole].
  Source with(String changed) {
    return new Source(toUri(), file, changed, original, edits);
  }

  /// The same file with a statement blanked out; the method around it still counts as whole.
  Source without(Cut statement) {
    return new Source(toUri(), file, statement.in(text), statement.in(original), edits);
  }

  /// The same file with edits made; those that overlap an earlier one are left out.
  Source edited(Collection<Edit> wanted) {
    List<Edit> made = Edit.apart(new TreeSet<>(wanted));
    return new Source(
        toUri(), file, Edit.apply(made, text), Edit.apply(made, original), List.copyOf(made));
  }

  Path file() {
    return file;
  }

  String text() {
    return text;
  }

  boolean isEdited() {
    return !edits.isEmpty();
  }

  /// Where an offset of this text lies in the file.
  int offsetInFile(int offset) {
    return Edit.offsetBefore(edits, offset);
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
