package shop;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Says when the shop is deployed. */
@WebListener
public final class Opening implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent event) {
    System.out.println("the shop opens");
  }
}
