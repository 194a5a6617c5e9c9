package dev.pitboss.bench.crash;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what `jcmd PID GC.heap_info` prints.
final class HeapInfo {
  /// Such as `def new generation total 118016K, used 3021K [0x…`, or G1's one line for all.
  private static final Pattern GENERATION =
      Pattern.compile("total(?: reserved)? \\d+K(?:, committed \\d+K)?, used (\\d+)K");

  private HeapInfo() {}

  /// The bytes in use in all generations together. Metaspace is no heap.
  ///
  /// @throws IllegalArgumentException when nothing in the text says so
  static long usedBytes(String info) {
    Matcher generations = GENERATION.matcher(info);
    long used = -1;
    while (generations.find()) {
      used = Math.max(used, 0) + Long.parseLong(generations.group(1));
    }
    if (used < 0) {
      throw new IllegalArgumentException("no generation of a heap in: " + info);
    }
    return used * 1024;
  }
}
