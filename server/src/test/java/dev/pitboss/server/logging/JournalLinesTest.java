package dev.pitboss.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.AppenderAttachable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The log as systemd's journal reads it, by the configuration that the server uses.
final class JournalLinesTest {
  private static String logged(String format, java.util.function.Consumer<Logger> writer)
      throws Exception {
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("PITBOSS_LOG", format);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        Objects.requireNonNull(JournalLinesTest.class.getResource("/logback.xml")));
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    try {
      Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
      redirect(root, lines);
      writer.accept(context.getLogger("dev.pitboss.server.http.Dispatcher"));
    } finally {
      context.stop();
    }
    return lines.toString(StandardCharsets.UTF_8);
  }

  private static void redirect(
      AppenderAttachable<ch.qos.logback.classic.spi.ILoggingEvent> root, ByteArrayOutputStream to) {
    root.iteratorForAppenders()
        .forEachRemaining(appender -> {
          assertThat(appender).isInstanceOf(ConsoleAppender.class);
          ((ConsoleAppender<ch.qos.logback.classic.spi.ILoggingEvent>) appender)
              .setOutputStream(to);
        });
  }

  @Test
  void eachLineBeginsWithItsPriority() throws Exception {
    String lines =
        logged(
            "journal",
            log -> {
              log.info("it opens");
              log.warn("two lines:\nthe second");
              log.error("it failed", new IllegalStateException("no $1 way"));
              log.debug("not shown");
            });

    assertThat(lines)
        .startsWith(
            """
            <6>Dispatcher - it opens
            <4>Dispatcher - two lines:
            <4>the second
            <3>Dispatcher - it failed
            <3>java.lang.IllegalStateException: no $1 way
            <3>\tat dev.pitboss.server.logging.JournalLinesTest\
            """);
    assertThat(lines.substring(lines.indexOf("<3>")).lines()).allMatch(it -> it.startsWith("<3>"));
    assertThat(lines.split("no \\$1 way", -1)).as("the stack is there once").hasSize(2);
  }

  @Test
  void control_linesForPeopleHaveTheTimeAndNoPriority() throws Exception {
    assertThat(logged("text", log -> log.info("it opens")))
        .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  Dispatcher - it opens\n");
  }
}
