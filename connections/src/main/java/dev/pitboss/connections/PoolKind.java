package dev.pitboss.connections;

import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The pools whose numbers are known. A number is a sum of chains of calls without arguments, or of
/// fields where there is no call, such as `getPool.taken+getPool.remainingCreated` or
/// `poolTotalSize-poolAvailableSize`; an empty one is not known.
enum PoolKind {
  HIKARI(
      "com.zaxxer.hikari.HikariDataSource",
      "getHikariPoolMXBean.getTotalConnections",
      "getHikariPoolMXBean.getActiveConnections",
      "getMaximumPoolSize",
      "getHikariPoolMXBean.getThreadsAwaitingConnection"),
  AGROAL(
      "io.agroal.pool.DataSource",
      "getMetrics.activeCount+getMetrics.availableCount",
      "getMetrics.activeCount",
      "getConfiguration.connectionPoolConfiguration.maxSize",
      "getMetrics.awaitingCount"),
  DBCP(
      "org.apache.commons.dbcp2.BasicDataSource",
      "getNumActive+getNumIdle",
      "getNumActive",
      "getMaxTotal",
      ""),
  TOMCAT_DBCP(
      "org.apache.tomcat.dbcp.dbcp2.BasicDataSource",
      "getNumActive+getNumIdle",
      "getNumActive",
      "getMaxTotal",
      ""),
  TOMCAT(
      "org.apache.tomcat.jdbc.pool.DataSourceProxy",
      "getSize",
      "getActive",
      "getMaxActive",
      "getWaitCount"),
  DRUID(
      "com.alibaba.druid.pool.DruidDataSource",
      "getActiveCount+getPoolingCount",
      "getActiveCount",
      "getMaxActive",
      "getWaitThreadCount"),
  C3P0(
      "com.mchange.v2.c3p0.impl.AbstractPoolBackedDataSource",
      "getNumConnectionsDefaultUser",
      "getNumBusyConnectionsDefaultUser",
      "getMaxPoolSize",
      "getNumThreadsAwaitingCheckoutDefaultUser"),
  VIBUR(
      "org.vibur.dbcp.ViburDBCPDataSource",
      "getPool.taken+getPool.remainingCreated",
      "getPool.taken",
      "getPoolMaxSize",
      ""),
  BEECP(
      "org.stone.beecp.BeeDataSource",
      "getPoolMonitorVo.getIdleSize+getPoolMonitorVo.getBorrowedSize",
      "getPoolMonitorVo.getBorrowedSize",
      "getPoolMonitorVo.getPoolMaxSize",
      "getPoolMonitorVo.getSemaphoreWaitingSize+getPoolMonitorVo.getTransferWaitingSize"),
  UCP(
      "oracle.ucp.jdbc.PoolDataSourceImpl",
      "getAvailableConnectionsCount+getBorrowedConnectionsCount",
      "getBorrowedConnectionsCount",
      "getMaxPoolSize",
      ""),
  ATOMIKOS(
      "com.atomikos.jdbc.internal.AbstractDataSourceBean",
      "poolTotalSize",
      "poolTotalSize-poolAvailableSize",
      "getMaxPoolSize",
      ""),
  BITRONIX(
      "bitronix.tm.resource.jdbc.PoolingDataSource",
      "getTotalPoolSize",
      "getTotalPoolSize-getInPoolSize",
      "getMaxPoolSize",
      ""),
  /// Of WildFly and other servers. Its statistics, of which only the size is used, may be disabled.
  IRONJACAMAR(
      "org.jboss.jca.adapters.jdbc.WrapperDataSource",
      "cm.getPool.getInternalStatistics.getActiveCount",
      "cm.getPool.getInternalStatistics.maxPoolSize-cm.getPool.getLock.availablePermits",
      "cm.getPool.getInternalStatistics.maxPoolSize",
      "cm.getPool.getLock.getQueueLength"),
  HSQLDB("org.hsqldb.jdbc.JDBCPool", "connections", "states", "states.length", ""),
  PGPOOLING(
      "org.postgresql.ds.PGPoolingDataSource", "available+used", "used", "getMaxConnections", ""),
  MARIADB(
      "org.mariadb.jdbc.MariaDbPoolDataSource",
      "pool.getTotalConnections",
      "pool.getActiveConnections",
      "pool.conf.maxPoolSize",
      "pool.getConnectionRequests"),
  OTHER("", "", "", "", "");

  private final String className;
  final String size;
  final String checkedOut;
  final String maxSize;
  final String waiting;

  PoolKind(String className, String size, String checkedOut, String maxSize, String waiting) {
    this.className = className;
    this.size = size;
    this.checkedOut = checkedOut;
    this.maxSize = maxSize;
    this.waiting = waiting;
  }

  /// The chain whose answer says whether such a pool is closed.
  String closed() {
    return switch (this) {
      case IRONJACAMAR -> "cm.getPool.isShutdown";
      case HSQLDB -> "closed";
      case HIKARI,
          AGROAL,
          DBCP,
          TOMCAT_DBCP,
          TOMCAT,
          DRUID,
          C3P0,
          VIBUR,
          BEECP,
          UCP,
          ATOMIKOS,
          BITRONIX,
          PGPOOLING,
          MARIADB,
          OTHER ->
          "isClosed";
    };
  }

  /// Which pool a data source is: by name, so that its class need not be seen here. Pools are
  /// subclassed by frameworks.
  static PoolKind of(DataSource source) {
    for (@Nullable Class<?> type = source.getClass(); type != null; type = type.getSuperclass()) {
      Optional<PoolKind> known = named(type.getName());
      if (known.isPresent()) {
        return known.get();
      }
    }
    return OTHER;
  }

  private static Optional<PoolKind> named(String className) {
    for (PoolKind kind : values()) {
      if (kind.className.equals(className)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
