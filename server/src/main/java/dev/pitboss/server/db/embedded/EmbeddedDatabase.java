package dev.pitboss.server.db.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

public final class EmbeddedDatabase implements AutoCloseable {
  private final EmbeddedPostgres pg;

  private EmbeddedDatabase(EmbeddedPostgres pg) {
    this.pg = pg;
  }

  public static EmbeddedDatabase start(Path d) throws IOException {
    return new EmbeddedDatabase(
        EmbeddedPostgres.builder().setDataDirectory(d).setCleanDataDirectory(false).start());
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + pg.getPort() + "/postgres";
  }

  public String user() {
    return "postgres";
  }

  public String password() {
    return "postgres";
  }

  @Override
  public void close() throws IOException {
    pg.close();
  }
}
