package dev.pitboss.leaks;

import java.util.regex.Pattern;

/// Tells by the text alone whether code of a language that is not read may acquire a connection.
final class ForeignCode {
  private static final Pattern ACQUIRING =
      Pattern.compile(
          "getConnection|\\bDriverManager\\b|\\bDataSource\\b|\\w\\.connection\\b"
              + "|\\bgetconn\\b|\\bget_(?:\\w+_)?connection\\b|\\bcreate_engine\\b|\\.acquire\\(\\)"
              + "|\\b(?:psycopg2?|sqlite3|pymysql|MySQLdb|mysql\\.connector|asyncpg|aiomysql|aiopg"
              + "|oracledb|cx_Oracle|pyodbc)\\b"
              + "|\\bSql\\.newInstance\\b|\\bDB\\.getConnection\\b");

  private ForeignCode() {}

  static boolean mayAcquire(String code) {
    return ACQUIRING.matcher(code).find();
  }
}
