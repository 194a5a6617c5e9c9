package applications;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A deployed program of ours over one pool.
///
/// @param address of its servlet or controller
/// @param source what it calls its data source
/// @param pool the name that the agent must give the pool
record Shop(String address, String source, String pool) {
  static final List<String> PATHS = List.of("/work", "/reference", "/transaction");
  static final String HOLD = "/hold";
  static final String LOSE = "/lose";
  static final String COLLECT = "/gc";
  static final String WAIT = "/wait";
  static final int TIMES = 5;

  /// What it prints when it is deployed.
  static final String OPENS = "the shop opens";

  private static final Pattern MARK = Pattern.compile("// BORROWS (/\\w+)$");

  String get(String path) throws IOException, InterruptedException {
    return Web.get(url(path));
  }

  /// Where it answers a path.
  String url(String path) {
    return address + path + "?source=" + source;
  }

  /// Every path that gives back what it borrows, some times.
  void use() throws IOException, InterruptedException {
    for (int i = 0; i < TIMES; i++) {
      for (String path : PATHS) {
        get(path);
      }
    }
  }

  /// For each path the start and the end of its site, `Till.java::` and `:L12`, from the marks in
  /// the sources.
  static Map<String, List<String>> lines(List<Path> sources) throws IOException {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    for (Path source : sources) {
      List<String> text = Files.readAllLines(source);
      for (int i = 0; i < text.size(); i++) {
        Matcher mark = MARK.matcher(text.get(i));
        if (mark.find()) {
          lines.put(mark.group(1), List.of(source.getFileName() + "::", ":L" + (i + 1)));
        }
      }
    }
    return lines;
  }
}
