package dev.pitboss.connections;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Where a pool gets its connections from, each wrapped so that its loans are seen.
final class PhysicalDataSource extends DelegatingDataSource {
  private final TrackerCore core;

  PhysicalDataSource(TrackerCore core, DataSource database) {
    super(database);
    this.core = core;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return new PhysicalConnection(core, delegate().getConnection());
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return new PhysicalConnection(core, delegate().getConnection(user, password));
  }
}
