package shop;

import com.alibaba.druid.pool.DruidDataSource;
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariDataSource;
import java.beans.PropertyVetoException;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Four pools of one context; JPA and Flyway use the first. */
@SpringBootApplication
public class Shop {
  private static final String URL = "jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1";
  private static final int MOST = 8;

  public static void main(String[] arguments) {
    SpringApplication.run(Shop.class, arguments);
  }

  @Bean
  @Primary
  HikariDataSource tills() {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(String.format(URL, "tills"));
    pool.setUsername("sa");
    pool.setMaximumPoolSize(MOST);
    return pool;
  }

  @Bean(initMethod = "init", destroyMethod = "close")
  DruidDataSource stock() {
    DruidDataSource pool = new DruidDataSource();
    pool.setUrl(String.format(URL, "stock"));
    pool.setUsername("sa");
    pool.setMaxActive(MOST);
    return pool;
  }

  @Bean
  BasicDataSource staff() {
    BasicDataSource pool = new BasicDataSource();
    pool.setUrl(String.format(URL, "staff"));
    pool.setUsername("sa");
    pool.setMaxTotal(MOST);
    return pool;
  }

  @Bean(destroyMethod = "close")
  DataSource guests() throws PropertyVetoException {
    ComboPooledDataSource pool = new ComboPooledDataSource();
    pool.setDriverClass("org.h2.Driver");
    pool.setJdbcUrl(String.format(URL, "guests"));
    pool.setUser("sa");
    pool.setMaxPoolSize(MOST);
    return pool;
  }
}
