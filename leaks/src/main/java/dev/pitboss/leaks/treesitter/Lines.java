package dev.pitboss.leaks.treesitter;

import java.util.Arrays;

/// Where the lines of a text begin.
public final class Lines {
  private final int[] starts;
  private final int length;

  public Lines(String text) {
    int[] found = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      boolean ends =
          character == '\n'
              || (character == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
      if (ends) {
        if (count == found.length) {
          found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = i + 1;
      }
    }
    starts = Arrays.copyOf(found, count);
    length = text.length();
  }

  /// The line of an offset, from 1.
  public int line(int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /// Offset of a line's first character.
  public int start(int line) {
    return line > starts.length ? length : starts[line - 1];
  }

  /// Offset after a line's end, its line break included.
  public int end(int line) {
    return start(line + 1);
  }

  public int count() {
    return starts.length;
  }
}
