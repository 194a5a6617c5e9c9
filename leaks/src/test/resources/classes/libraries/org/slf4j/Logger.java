package org.slf4j;

public interface Logger {
  void trace(String text);
  void debug(String text, Object value);
  void info(String text, Object value);
  void error(String text, Throwable cause);
  LoggingEventBuilder atInfo();

  interface LoggingEventBuilder {
    void log(String text);
  }
}
