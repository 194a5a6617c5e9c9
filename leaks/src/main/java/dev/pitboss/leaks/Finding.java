package dev.pitboss.leaks;

import java.nio.file.Path;

/// One place that borrows something it does not surely give back.
///
/// @param file the source, relative to the scanned folder
/// @param line line of the borrow, from 1
/// @param method method, constructor (by its class) or class that borrows
/// @param pattern the mistake
/// @param resource what is lost
/// @param loss how it gets lost, in the words of the analysis: the call that may throw, or the
///   regular exit
/// @param obstacle why no fix may touch it, or empty when nothing is known against one
/// @param callEnd offset in characters just after the borrowing call, by which a fix finds it
public record Finding(
    Path file,
    int line,
    String method,
    Pattern pattern,
    Resource resource,
    String loss,
    String obstacle,
    int callEnd) {

  /// `path/File.java:42 methodName (close not in finally)`.
  @Override
  public String toString() {
    String what = resource == Resource.CONNECTION ? "" : resource.words() + ": ";
    return "%s:%d %s (%s%s)".formatted(file, line, method, what, pattern.words());
  }
}
