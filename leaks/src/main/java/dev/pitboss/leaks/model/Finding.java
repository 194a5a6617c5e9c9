package dev.pitboss.leaks.model;

import java.nio.file.Path;
import java.util.List;

/// One place that acquires a resource it does not surely release.
///
/// @param file the source, relative to the scanned folder
/// @param line line of the acquisition, from 1
/// @param function method, constructor (by its class), function or class that acquires
/// @param route HTTP method and path the function serves, such as `POST /slots/bet`, or empty
/// @param pattern the mistake
/// @param resource what is lost
/// @param confidence how sure the finding is
/// @param path from the acquisition to the loss; the first step is the acquisition
/// @param loss how it gets lost, in words: the call that may throw, or the regular exit
/// @param origin what kind of code the source is
/// @param from offset in characters of the acquiring expression
/// @param to offset just after it; with `from` it identifies the place for a mend
public record Finding(
    Path file,
    int line,
    String function,
    String route,
    Pattern pattern,
    Resource resource,
    Confidence confidence,
    List<Step> path,
    String loss,
    Origin origin,
    int from,
    int to) {

  /// Keeps its own copy.
  public Finding {
    path = List.copyOf(path);
  }

  /// `path/File.java:42 methodName POST /bets: close not in finally`.
  @Override
  public String toString() {
    String served = route.isEmpty() ? "" : " " + route;
    String what = resource == Resource.CONNECTION ? "" : resource.words() + ", ";
    return "%s:%d %s%s: %s%s".formatted(file, line, function, served, what, pattern.words());
  }
}
