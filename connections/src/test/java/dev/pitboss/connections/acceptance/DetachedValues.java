package dev.pitboss.connections.acceptance;

import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;

/// An application that keeps values and descriptions past the close of their connection, and writes
/// down what it sees. It knows nothing of the tracker.
final class DetachedValues {
  private interface Read<T> {
    T from(ResultSet rows) throws SQLException;
  }

  private interface Look<T> {
    Object at(T value) throws Exception;
  }

  private final DataSource source;
  private final List<String> seen = new ArrayList<>();

  private DetachedValues(DataSource source) {
    this.source = source;
  }

  static List<String> seen(DataSource source, AnyDriver driver) throws SQLException {
    var application = new DetachedValues(source);
    application.descriptions();
    application.values(driver);
    return application.seen;
  }

  private void values(AnyDriver driver) throws SQLException {
    String from = driver == AnyDriver.HSQLDB ? " FROM (VALUES(0))" : "";
    String array = "SELECT ARRAY['a','b']" + from;
    row(array, rows -> rows.getArray(1), value -> Arrays.toString((Object[]) value.getArray()));
    row(array, rows -> rows.getObject(1), value -> value.getClass().getSimpleName());
    row(array, rows -> rows.getObject(1), value -> value instanceof Array);
    row(array, rows -> rows.getArray(1), Array::getBaseTypeName);
    row(array, ResultSet::getMetaData, ResultSetMetaData::getColumnCount);
    if (driver == AnyDriver.POSTGRESQL) {
      row("SELECT '<a/>'::xml", rows -> rows.getSQLXML(1), xml -> xml.getString());
      row("SELECT '\\x01'::bytea", rows -> rows.getBinaryStream(1), stream -> stream.read());
      row("SELECT '1'::jsonb", rows -> rows.getObject(1), json -> json.toString());
    } else {
      String clob = "SELECT CAST('abc' AS CLOB)" + from;
      row(clob, rows -> rows.getClob(1), value -> value.getSubString(1, 3));
      row(clob, rows -> (Clob) rows.getObject(1), Clob::length);
      row(clob, rows -> rows.getCharacterStream(1), reader -> reader.read());
      row("SELECT CAST(X'01' AS BLOB)" + from, rows -> rows.getBlob(1), Blob::length);
    }
  }

  private void descriptions() throws SQLException {
    described(DatabaseMetaData::getDatabaseProductName);
    described(DatabaseMetaData::getURL);
    described(DatabaseMetaData::getIdentifierQuoteString);
    described(DatabaseMetaData::getDriverName);
    described(DatabaseMetaData::supportsBatchUpdates);
    described(DatabaseMetaData::getJDBCMajorVersion);
    ParameterMetaData parameters;
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT v FROM ledger WHERE v = ?")) {
      parameters = statement.getParameterMetaData();
    }
    see(parameters, ParameterMetaData::getParameterCount);
  }

  private void described(Look<DatabaseMetaData> look) throws SQLException {
    DatabaseMetaData description;
    try (Connection connection = source.getConnection()) {
      description = connection.getMetaData();
    }
    see(description, look);
  }

  private <T> void row(String query, Read<T> read, Look<? super T> look) throws SQLException {
    T value;
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      value = read.from(rows);
    }
    see(value, look);
  }

  @SuppressWarnings("IllegalCatch") // every outcome has to be the same
  private <T> void see(T value, Look<? super T> look) {
    String what;
    try {
      what = String.valueOf(look.at(value));
    } catch (Exception e) {
      what = e.getClass().getSimpleName();
    }
    seen.add(what);
  }
}
