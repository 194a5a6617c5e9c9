package dev.pitboss.server.commands;

import dev.pitboss.cli.UsageException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/// Streams of a command.
///
/// @param showsProgress whether `err` is a terminal
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    boolean showsProgress) {
  /// The largest file taken: a hundred times the largest machine or round there can be.
  private static final int MAX_FILE_BYTES = 8 << 20;

  /// The process's own. Java cannot tell whether standard error is a terminal; the launcher can and
  /// sets a property.
  public static Terminal ofProcess() {
    return new Terminal(
        System.in,
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        System.getenv(),
        Boolean.getBoolean("pitboss.progress"));
  }

  /// The whole text of a file, or of standard input when the name is `-`.
  ///
  /// @throws UsageException when it cannot be read
  public String read(String name) throws UsageException {
    try {
      byte[] bytes = name.equals("-") ? in.readNBytes(MAX_FILE_BYTES + 1) : file(Path.of(name));
      if (bytes.length > MAX_FILE_BYTES) {
        throw new UsageException(name + " is larger than " + MAX_FILE_BYTES + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException _) {
      throw new UsageException("there is no file " + name);
    } catch (CharacterCodingException _) {
      throw new UsageException(name + " is not a text in UTF-8");
    } catch (IOException failure) {
      throw new UsageException("cannot read " + name + ": " + failure.getMessage());
    }
  }

  private static byte[] file(Path path) throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      return file.readNBytes(MAX_FILE_BYTES + 1);
    }
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
