package dev.pitboss.leaks.java.flow;

import java.util.regex.Pattern;

/// Tells by the text alone whether code may borrow a connection: of code that could not be analysed
/// there is nothing else to go by.
public final class Borrowing {
  private static final Pattern JAVA =
      Pattern.compile(
          "getConnection"
              + "|\\b\\w*Connection\\s+\\w+\\s*="
              + "|\\bDriverManager\\b"
              + "|(?i:(?:open|borrow|acquire|obtain|take|create|new|fetch)\\w*connection)\\s*\\(");

  private Borrowing() {}

  /// Whether Java code may borrow.
  public static boolean isIn(String java) {
    return JAVA.matcher(java).find();
  }
}
