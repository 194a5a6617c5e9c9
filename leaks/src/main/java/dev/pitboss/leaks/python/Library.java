package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.Confidence;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is known of Python's database libraries.
final class Library {
  private Library() {}

  /// Functions and classes that give a connection when called.
  private static final Map<String, Kind> CONNECT =
      Map.ofEntries(
          Map.entry("psycopg2.connect", Kind.driver("psycopg2", false)),
          Map.entry("psycopg.connect", Kind.driver("psycopg", true)),
          Map.entry("psycopg.Connection.connect", Kind.driver("psycopg", true)),
          Map.entry("psycopg.AsyncConnection.connect", Kind.asyncDriver("psycopg", true)),
          Map.entry("sqlite3.connect", Kind.driver("sqlite3", false)),
          Map.entry("sqlite3.dbapi2.connect", Kind.driver("sqlite3", false)),
          Map.entry("pysqlite2.dbapi2.connect", Kind.driver("sqlite3", false)),
          Map.entry("pysqlcipher3.dbapi2.connect", Kind.driver("sqlite3", false)),
          Map.entry("sqlcipher3.connect", Kind.driver("sqlite3", false)),
          Map.entry("apsw.Connection", Kind.driver("apsw", false)),
          Map.entry("mysql.connector.connect", Kind.driver("mysql-connector", true)),
          Map.entry("mysql.connector.MySQLConnection", Kind.driver("mysql-connector", true)),
          Map.entry("mysql.connector.aio.connect", Kind.asyncDriver("mysql-connector", true)),
          Map.entry("MySQLdb.connect", Kind.driver("mysqlclient", true)),
          Map.entry("MySQLdb.Connect", Kind.driver("mysqlclient", true)),
          Map.entry("pymysql.connect", Kind.driver("PyMySQL", true)),
          Map.entry("pymysql.Connect", Kind.driver("PyMySQL", true)),
          Map.entry("pymysql.Connection", Kind.driver("PyMySQL", true)),
          Map.entry("pymysql.connections.Connection", Kind.driver("PyMySQL", true)),
          Map.entry("mariadb.connect", Kind.driver("mariadb", true)),
          Map.entry("pymssql.connect", Kind.driver("pymssql", true)),
          Map.entry("pyodbc.connect", Kind.driver("pyodbc", false)),
          Map.entry("pypyodbc.connect", Kind.driver("pypyodbc", false)),
          Map.entry("cx_Oracle.connect", Kind.driver("cx_Oracle", true)),
          Map.entry("cx_Oracle.Connection", Kind.driver("cx_Oracle", true)),
          Map.entry("oracledb.connect", Kind.driver("oracledb", true)),
          Map.entry("pg8000.connect", Kind.driver("pg8000", false)),
          Map.entry("pg8000.dbapi.connect", Kind.driver("pg8000", false)),
          Map.entry("duckdb.connect", Kind.driver("duckdb", true)),
          Map.entry("snowflake.connector.connect", Kind.driver("snowflake", true)),
          Map.entry("redshift_connector.connect", Kind.driver("redshift", true)),
          Map.entry("ibm_db_dbi.connect", Kind.driver("ibm_db", false)),
          Map.entry("asyncpg.connect", Kind.asyncDriver("asyncpg", false)),
          Map.entry("aiomysql.connect", Kind.asyncDriver("aiomysql", true)),
          Map.entry("aiopg.connect", Kind.asyncDriver("aiopg", true)),
          Map.entry("aiosqlite.connect", Kind.asyncDriver("aiosqlite", true)),
          Map.entry("asyncmy.connect", Kind.asyncDriver("asyncmy", true)),
          Map.entry("sqlalchemy.orm.Session", Kind.driver("SQLAlchemy session", true)),
          Map.entry("sqlmodel.Session", Kind.driver("SQLAlchemy session", true)),
          Map.entry(
              "sqlalchemy.ext.asyncio.AsyncSession", Kind.asyncDriver("SQLAlchemy session", true)));

  /// What an object gives that such a constructor makes, and by which method.
  record Source(Map<String, Kind> methods) {}

  /// The method name under which a call of the object itself stands.
  static final String CALL = "()";

  private static final Kind GETCONN = Kind.borrowed("psycopg pool", false, false);
  private static final Kind ENGINE = Kind.driver("SQLAlchemy", true);
  private static final Source PSYCOPG_POOL = new Source(Map.of("getconn", GETCONN));
  private static final Source PSYCOPG_ASYNC_POOL =
      new Source(Map.of("getconn", Kind.borrowed("psycopg pool", false, true)));
  private static final Source ORACLE_POOL =
      new Source(Map.of("acquire", Kind.driver("Oracle pool", true)));
  private static final Source SQLALCHEMY =
      new Source(Map.of("connect", ENGINE, "raw_connection", Kind.driver("SQLAlchemy raw", false)));

  private static final Map<String, Source> SOURCES =
      Map.ofEntries(
          Map.entry("psycopg2.pool.SimpleConnectionPool", PSYCOPG_POOL),
          Map.entry("psycopg2.pool.ThreadedConnectionPool", PSYCOPG_POOL),
          Map.entry("psycopg2.pool.PersistentConnectionPool", PSYCOPG_POOL),
          Map.entry("psycopg_pool.ConnectionPool", PSYCOPG_POOL),
          Map.entry("psycopg_pool.NullConnectionPool", PSYCOPG_POOL),
          Map.entry("psycopg_pool.AsyncConnectionPool", PSYCOPG_ASYNC_POOL),
          Map.entry("psycopg_pool.AsyncNullConnectionPool", PSYCOPG_ASYNC_POOL),
          Map.entry(
              "mysql.connector.pooling.MySQLConnectionPool",
              new Source(Map.of("get_connection", Kind.driver("mysql-connector pool", true)))),
          Map.entry(
              "asyncpg.create_pool",
              new Source(Map.of("acquire", Kind.asyncDriver("asyncpg pool", true)))),
          Map.entry(
              "aiomysql.create_pool",
              new Source(Map.of("acquire", Kind.borrowed("aiomysql pool", true, true)))),
          Map.entry(
              "aiopg.create_pool",
              new Source(Map.of("acquire", Kind.borrowed("aiopg pool", true, true)))),
          Map.entry("oracledb.create_pool", ORACLE_POOL),
          Map.entry("oracledb.SessionPool", ORACLE_POOL),
          Map.entry("cx_Oracle.SessionPool", ORACLE_POOL),
          Map.entry(
              "dbutils.pooled_db.PooledDB",
              new Source(Map.of("connection", Kind.driver("DBUtils pool", true)))),
          Map.entry(
              "DBUtils.PooledDB.PooledDB",
              new Source(Map.of("connection", Kind.driver("DBUtils pool", true)))),
          Map.entry("sqlalchemy.create_engine", SQLALCHEMY),
          Map.entry("sqlalchemy.engine.create_engine", SQLALCHEMY),
          Map.entry("sqlmodel.create_engine", SQLALCHEMY),
          Map.entry(
              "sqlalchemy.ext.asyncio.create_async_engine",
              new Source(Map.of("connect", Kind.asyncDriver("SQLAlchemy", true)))),
          Map.entry(
              "sqlalchemy.orm.sessionmaker",
              new Source(Map.of(CALL, Kind.driver("SQLAlchemy session", true)))),
          Map.entry(
              "sqlalchemy.ext.asyncio.async_sessionmaker",
              new Source(Map.of(CALL, Kind.asyncDriver("SQLAlchemy session", true)))),
          // the registry closes
          Map.entry("sqlalchemy.orm.scoped_session", new Source(Map.of())));

  /// Names an acquirer of someone's own has.
  private static final Pattern ACQUIRER =
      Pattern.compile(
          "_?(get|open|create|acquire|borrow|obtain|make|new|checkout|connect|take|fetch|lease)_?"
              + "(new|db|database|pg|postgres|mysql|sqlite|sql|tracked|raw|pooled|read|write|pool|the|a)*_?"
              + "(\\w*_)?(conn|connection|dbconn|db_conn|cnx|con)"
              + "|_?(connect_(to_)?(db|database|mysql|postgres|sqlite)|db_connect(ion)?|getConnection|getConn"
              + "|get_connection_from_pool|connectDB|db_conn)",
          Pattern.CASE_INSENSITIVE);

  /// Names of what ends a borrow.
  private static final Pattern RELEASER =
      Pattern.compile(
          "put_?conn|put_?back|release|return_?\\w*(conn|db|pool)|give_?(it_)?back|close|dispose"
              + "|free|clean_?up|disconnect|teardown|recycle|hand_?back|check_?in|tear_?down|putconn|^give$",
          Pattern.CASE_INSENSITIVE);

  static @Nullable Kind connect(String qualified) {
    return CONNECT.get(qualified);
  }

  static @Nullable Source source(String qualified) {
    return SOURCES.get(qualified);
  }

  /// A method that gives a connection whatever its object is.
  static @Nullable Kind method(
      String name, String receiver, PyModule module, Set<String> packages) {
    String last = Exprs.lastPart(receiver).toLowerCase(java.util.Locale.ROOT);
    return switch (name) {
      case "getconn" -> GETCONN;
      case "raw_connection" -> Kind.driver("SQLAlchemy raw", false);
      case "connect" -> last.endsWith("engine") && packages.contains("sqlalchemy") ? ENGINE : null;
      case "acquire" -> last.endsWith("pool") ? acquire(module, packages) : null;
      default -> null;
    };
  }

  private static @Nullable Kind acquire(PyModule module, Set<String> packages) {
    for (String name : new String[] {"asyncpg", "aiomysql", "aiopg", "oracledb", "cx_Oracle"}) {
      if (module.imports(name)) {
        return acquire(name);
      }
    }
    for (String name : new String[] {"asyncpg", "aiomysql", "aiopg", "oracledb", "cx_Oracle"}) {
      if (packages.contains(name)) {
        return acquire(name).with(Confidence.MEDIUM);
      }
    }
    return null;
  }

  private static Kind acquire(String library) {
    return switch (library) {
      case "aiomysql", "aiopg" -> Kind.borrowed(library + " pool", true, true);
      case "asyncpg" -> Kind.asyncDriver("asyncpg pool", true);
      default -> Kind.driver("Oracle pool", true);
    };
  }

  static boolean soundsLikeAcquirer(String name) {
    return ACQUIRER.matcher(name).matches();
  }

  static boolean soundsLikeReleaser(String name) {
    return RELEASER.matcher(name).find();
  }

  /// Functions that run a coroutine they are given.
  static boolean runsCoroutine(String name) {
    return COROUTINE_RUNNERS.contains(name);
  }

  private static final Set<String> COROUTINE_RUNNERS =
      Set.of(
          "run", "run_until_complete", "wait_for", "shield", "gather", "run_coroutine_threadsafe");

  /// Methods of a connection whose result lives off it, in all drivers.
  static final Set<String> DERIVING =
      Set.of(
          "cursor",
          "execute",
          "executemany",
          "begin",
          "transaction",
          "query",
          "scalars",
          "exec",
          "stream",
          "prepare",
          "begin_nested",
          "exec_driver_sql",
          "pipeline",
          "executescript");

  /// Words of which one is in every source that acquires or releases a connection.
  static final Pattern HINT =
      Pattern.compile(
          "(?i)conn|acquire|session|cursor|commit|execute|fetch|\\.close\\b|closing|engine|release");

  /// Words that make it likely that code acquires a connection.
  static final Pattern BORROWS =
      Pattern.compile(
          "(?i)\\.connect\\s*\\(|getconn\\s*\\(|get_\\w*conn|raw_connection|\\.acquire\\s*\\(|sessionmaker");
}
