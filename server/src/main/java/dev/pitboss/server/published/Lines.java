package dev.pitboss.server.published;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;

/// The lines of a stream, as bytes without their ends; the last need not have one. Not thread-safe.
final class Lines {
  private static final int ROOM = 1 << 16;

  private final InputStream in;
  private final Path file;
  private final int maxLength;
  private byte[] buffer = new byte[ROOM];
  private int from;
  private int to;
  private int read;
  private long number;
  private boolean isEnded;

  /// @param file for error messages
  /// @param maxLength of a line, bytes
  Lines(InputStream in, Path file, int maxLength) {
    this.in = in;
    this.file = file;
    this.maxLength = maxLength;
  }

  /// Goes to the next line.
  ///
  /// @return whether there is one
  /// @throws PublicationDefect when it is empty or too long
  boolean next() throws IOException, PublicationDefect {
    from = number == 0 ? 0 : to + 1;
    if (from > read) {
      from = read; // the last line had no end
    }
    number++;
    int at = from;
    while (true) {
      while (at < read && buffer[at] != '\n') {
        at++;
      }
      if (at < read) {
        to = at;
        break;
      }
      if (at - from > maxLength) {
        throw PublicationDefect.in(file, number, "is longer than " + maxLength + " bytes");
      }
      int line = at - from;
      if (isEnded || !fill()) {
        to = from + line;
        if (line == 0) {
          return false;
        }
        break;
      }
      at = from + line;
    }
    if (length() == 0) {
      throw PublicationDefect.in(file, number, "is empty");
    }
    if (length() > maxLength) {
      throw PublicationDefect.in(file, number, "is longer than " + maxLength + " bytes");
    }
    return true;
  }

  /// Moves what is left to the front and reads more behind it.
  private boolean fill() throws IOException {
    System.arraycopy(buffer, from, buffer, 0, read - from);
    read -= from;
    from = 0;
    if (read == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int more = in.read(buffer, read, buffer.length - read);
    isEnded = more < 0;
    read += Math.max(0, more);
    return !isEnded;
  }

  /// Number of the line, from 1.
  long number() {
    return number;
  }

  /// Where the line is, from [#start] for [#length] bytes, until the next is asked for.
  byte[] buffer() {
    return buffer;
  }

  int start() {
    return from;
  }

  int length() {
    return to > from && buffer[to - 1] == '\r' ? to - 1 - from : to - from;
  }

  /// A copy of the line.
  byte[] copy() {
    return Arrays.copyOfRange(buffer, from, from + length());
  }
}
