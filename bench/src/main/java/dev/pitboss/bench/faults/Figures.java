package dev.pitboss.bench.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a server's process holds.
///
/// @param heapBytes used after a collection
record Figures(long descriptors, long threads, long residentBytes, long heapBytes) {
  /// A part of the heap: of metaspace the command tells no total.
  private static final Pattern HEAP = Pattern.compile("total \\d+K, used (\\d+)K");

  private static final Pattern FIELD = Pattern.compile("(?m)^(Threads|VmRSS):\\s+(\\d+)");

  static Figures of(long pid) throws IOException, InterruptedException {
    Path process = Path.of("/proc", Long.toString(pid));
    long descriptors;
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      descriptors = open.count();
    }
    long threads = 0;
    long resident = 0;
    Matcher fields = FIELD.matcher(Files.readString(process.resolve("status")));
    while (fields.find()) {
      if (fields.group(1).equals("Threads")) {
        threads = Long.parseLong(fields.group(2));
      } else {
        resident = Long.parseLong(fields.group(2)) * 1024;
      }
    }
    command(pid, "GC.run");
    String info = command(pid, "GC.heap_info");
    Matcher parts = HEAP.matcher(info);
    long heap = 0;
    while (parts.find()) {
      heap += Long.parseLong(parts.group(1)) * 1024;
    }
    if (heap == 0) {
      throw new IOException("the heap's size is not in: " + info);
    }
    return new Figures(descriptors, threads, resident, heap);
  }

  private static String command(long pid, String command) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text;
  }
}
