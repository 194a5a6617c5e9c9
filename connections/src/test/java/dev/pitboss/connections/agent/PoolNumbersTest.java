package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.druid.pool.DruidDataSource;
import com.atomikos.jdbc.AtomikosNonXADataSourceBean;
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.PoolView;
import dev.pitboss.connections.acceptance.JcaPool;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What pools say of themselves, asked without their classes.
@Tag("slow")
final class PoolNumbersTest {
  private static final String URL = "jdbc:h2:mem:pool-numbers;USER=sa;DB_CLOSE_DELAY=-1";
  private static final String DRIVER = "org.h2.Driver";
  private static final int MAX = 3;
  private static final Duration WITHIN = Duration.ofSeconds(60);

  /// A pool called `till` of three connections.
  interface Maker {
    DataSource make() throws Exception;
  }

  record Pool(String kind, Maker maker) {
    @Override
    public String toString() {
      return kind;
    }
  }

  static Stream<Pool> pools() {
    return Stream.of(
        new Pool("HikariCP", PoolNumbersTest::hikari),
        new Pool("Commons DBCP 2", PoolNumbersTest::dbcp),
        new Pool("Tomcat JDBC", PoolNumbersTest::tomcat),
        new Pool("c3p0", PoolNumbersTest::c3p0),
        new Pool("Vibur", PoolNumbersTest::vibur),
        new Pool("Druid", PoolNumbersTest::druid),
        new Pool("UCP", PoolNumbersTest::ucp),
        new Pool("BeeCP", PoolNumbersTest::beecp),
        new Pool("Atomikos", PoolNumbersTest::atomikos),
        new Pool("IronJacamar", () -> jca().source()));
  }

  @ParameterizedTest
  @MethodSource("pools")
  void poolTellsItsNumbersAndItsName(Pool made) throws Exception {
    DataSource pool = made.maker().make();
    var numbers = new PoolNumbers(pool);
    assertThat(numbers.isKnown()).isTrue();
    try (Connection first = pool.getConnection()) {
      try (Connection second = pool.getConnection()) {
        assertThat(first).isNotSameAs(second);
        awaitCheckedOut(numbers, 2);
        assertThat(numbers.size()).isBetween(2, MAX);
        assertThat(numbers.maxSize()).isEqualTo(MAX);
        assertThat(numbers.waiting()).isIn(0, PoolView.UNKNOWN);
        assertThat(PoolNames.of(pool)).isIn("till", "java:/till");
        assertThat(numbers.isClosed()).isFalse();
      }
      awaitCheckedOut(numbers, 1);
    }
    awaitCheckedOut(numbers, 0);
    numbers.lendsUnderneath();
    assertThat(numbers.checkedOut()).isEqualTo(PoolView.UNKNOWN);
    close(pool);
  }

  /// Some pools take connections back in the background.
  private static void awaitCheckedOut(PoolNumbers numbers, int wanted) throws InterruptedException {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (numbers.checkedOut() != wanted && System.nanoTime() < deadline) {
      Thread.sleep(5);
    }
    assertThat(numbers.checkedOut()).isEqualTo(wanted);
  }

  /// Of two pools of UCP with one name, the second fails, and the first ends with the virtual
  /// machine.
  static Stream<Pool> closeable() {
    return pools().filter(pool -> !pool.kind().equals("UCP"));
  }

  @ParameterizedTest
  @MethodSource("closeable")
  void closedPoolIsSeenToBeClosedWhereItTells(Pool made) throws Exception {
    DataSource pool = made.maker().make();
    var numbers = new PoolNumbers(pool);
    pool.getConnection().close();
    assertThat(numbers.isClosed()).isFalse();
    close(pool);
    boolean tells =
        switch (made.kind()) {
          case "HikariCP", "Commons DBCP 2", "Tomcat JDBC", "Druid", "BeeCP" -> true;
          case String other -> false;
        };
    assertThat(numbers.isClosed()).isEqualTo(tells);
  }

  @Test
  void poolOfAServerIsClosedWhenTheServerEndsIt() throws Exception {
    JcaPool.Made made = jca();
    var numbers = new PoolNumbers(made.source());
    made.source().getConnection().close();
    assertThat(numbers.isClosed()).isFalse();
    made.pool().shutdown();
    assertThat(numbers.isClosed()).isTrue();
  }

  /// Its semaphore tells what is out, in any case.
  @Test
  void poolThatKeepsNoStatisticsTellsAllButItsSize() throws Exception {
    JcaPool.Made made = jca();
    made.pool().getStatistics().setEnabled(false);
    var numbers = new PoolNumbers(made.source());
    try (Connection out = made.source().getConnection()) {
      assertThat(out.isValid(1)).isTrue();
      assertThat(numbers.checkedOut()).isEqualTo(1);
      assertThat(numbers.maxSize()).isEqualTo(MAX);
      assertThat(numbers.size()).isEqualTo(PoolView.UNKNOWN);
    }
  }

  @Test
  void nameInAServersRegistryIsTheJndiName() {
    try (var pool = new BasicDataSource()) {
      pool.setJmxName("Catalina:type=DataSource,host=localhost,context=/shop,name=\"jdbc/shop\"");
      assertThat(PoolNames.of(pool)).isEqualTo("jdbc/shop");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    assertThat(PoolNames.of(new Bound("java:jboss/datasources/Shop")))
        .isEqualTo("java:jboss/datasources/Shop");
  }

  @Test
  void dataSourceWithoutANameGoesByItsClass() {
    var source = new JdbcDataSource();
    source.setURL(URL);
    assertThat(PoolNames.of(source)).isEqualTo("JdbcDataSource");
    var numbers = new PoolNumbers(source);
    assertThat(numbers.isKnown()).isFalse();
    assertThat(numbers.checkedOut()).isEqualTo(PoolView.UNKNOWN);
    assertThat(numbers.isClosed()).isFalse();
  }

  private static void close(DataSource pool) throws Exception {
    switch (pool) {
      case AutoCloseable closeable -> closeable.close();
      case org.apache.tomcat.jdbc.pool.DataSource tomcat -> tomcat.close();
      case AtomikosNonXADataSourceBean atomikos -> atomikos.close();
      case org.stone.beecp.BeeDataSource beecp -> beecp.close();
      case DataSource other -> {
        // UCP ends with the virtual machine
      }
    }
  }

  private static DataSource hikari() {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(URL);
    pool.setPoolName("till");
    pool.setMaximumPoolSize(MAX);
    return pool;
  }

  private static DataSource dbcp() {
    var pool = new BasicDataSource();
    pool.setUrl(URL);
    pool.setMaxTotal(MAX);
    pool.setJmxName("shop:name=till");
    return pool;
  }

  private static DataSource tomcat() {
    var pool = new org.apache.tomcat.jdbc.pool.DataSource();
    pool.setUrl(URL);
    pool.setDriverClassName(DRIVER);
    pool.setName("till");
    pool.setMaxActive(MAX);
    pool.setInitialSize(1);
    return pool;
  }

  private static DataSource c3p0() throws Exception {
    var pool = new ComboPooledDataSource();
    pool.setJdbcUrl(URL);
    pool.setDriverClass(DRIVER);
    pool.setDataSourceName("till");
    pool.setInitialPoolSize(1);
    pool.setMinPoolSize(1);
    pool.setMaxPoolSize(MAX);
    pool.setNumHelperThreads(1);
    return pool;
  }

  private static DataSource vibur() {
    var pool = new org.vibur.dbcp.ViburDBCPDataSource();
    pool.setJdbcUrl(URL);
    pool.setUsername("sa");
    pool.setPassword("");
    pool.setName("till");
    pool.setPoolInitialSize(1);
    pool.setPoolMaxSize(MAX);
    pool.start();
    return pool;
  }

  private static DataSource druid() {
    var pool = new DruidDataSource();
    pool.setUrl(URL);
    pool.setDriverClassName(DRIVER);
    pool.setName("till");
    pool.setInitialSize(1);
    pool.setMaxActive(MAX);
    return pool;
  }

  private static DataSource ucp() throws Exception {
    oracle.ucp.jdbc.PoolDataSource pool = oracle.ucp.jdbc.PoolDataSourceFactory.getPoolDataSource();
    pool.setConnectionFactoryClassName(DRIVER);
    pool.setURL(URL);
    pool.setUser("sa");
    pool.setPassword("");
    pool.setConnectionPoolName("till");
    pool.setInitialPoolSize(1);
    pool.setMinPoolSize(1);
    pool.setMaxPoolSize(MAX);
    return pool;
  }

  private static DataSource beecp() {
    var config = new org.stone.beecp.BeeDataSourceConfig();
    config.setJdbcUrl(URL);
    config.setDriverClassName(DRIVER);
    config.setPoolName("till");
    config.setInitialSize(1);
    config.setMaxActive(MAX);
    return new org.stone.beecp.BeeDataSource(config);
  }

  private static JcaPool.Made jca() throws Exception {
    return JcaPool.of(URL, DRIVER, "sa", "", MAX, WITHIN);
  }

  private static DataSource atomikos() {
    var pool = new AtomikosNonXADataSourceBean();
    pool.setUniqueResourceName("till");
    pool.setUrl(URL);
    pool.setDriverClassName(DRIVER);
    pool.setUser("sa");
    pool.setPassword("");
    pool.setMinPoolSize(1);
    pool.setMaxPoolSize(MAX);
    pool.setLocalTransactionMode(true);
    return pool;
  }

  /// Keeps its name as WildFly's data sources do.
  private static final class Bound implements DataSource {
    @SuppressWarnings("UnusedVariable") // read by reflection
    private final String jndiName;

    Bound(String jndiName) {
      this.jndiName = jndiName;
    }

    @Override
    public Connection getConnection() throws SQLException {
      throw new SQLException("not in this test");
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
      throw new SQLException("not in this test");
    }

    @Override
    public void setLogWriter(PrintWriter out) {
      // writes no log
    }

    @Override
    public void setLoginTimeout(int seconds) {
      // never logs in
    }

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException("not in this test");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
