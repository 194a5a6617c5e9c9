package dev.pitboss.leaks;

import java.util.regex.Pattern;

/// Tells by the text alone whether code may borrow a connection: of code that could not be analysed
/// there is nothing else to go by.
final class Borrowing {
  private static final Pattern JAVA =
      Pattern.compile(
          "getConnection"
              + "|\\b\\w*Connection\\s+\\w+\\s*="
              + "|\\bDriverManager\\b"
              + "|(?i:(?:open|borrow|acquire|obtain|take|create|new|fetch)\\w*connection)\\s*\\(");

  private static final Pattern OTHER_LANGUAGES =
      Pattern.compile(
          "getConnection|\\bDriverManager\\b|\\bDataSource\\b|\\w\\.connection\\b"
              + "|\\bgetconn\\b|\\bget_(?:\\w+_)?connection\\b|\\bcreate_engine\\b|\\.acquire\\(\\)"
              + "|\\b(?:psycopg2?|sqlite3|pymysql|MySQLdb|mysql\\.connector|asyncpg|aiomysql|aiopg"
              + "|oracledb|cx_Oracle|pyodbc)\\b"
              + "|\\bSql\\.newInstance\\b|\\bDB\\.getConnection\\b");

  private Borrowing() {}

  /// Whether Java code may borrow.
  static boolean isIn(String java) {
    return JAVA.matcher(java).find();
  }

  /// Whether code of another language may.
  static boolean isInOther(String code) {
    return OTHER_LANGUAGES.matcher(code).find();
  }
}
