package dev.pitboss.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SandboxStorageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!doctype html><html><head><title>ö</title></head>|<!doctype html><html><head>",
        "<!DOCTYPE html><HTML><HEAD lang='de'><script>x</script>|<!DOCTYPE html><HTML><HEAD lang='de'>",
        "<!doctype html><title>Front</title><header>h</header>|<!doctype html>",
        "<script src='a.js'></script>|"
      })
  void scriptStandsBeforeAllOthers(String page, String before) {
    String changed =
        new String(
            SandboxStorage.into(page.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);

    String start = before == null ? "" : before;
    assertThat(changed).startsWith(start + "<script>\n(() => {");
    assertThat(changed).endsWith("</script>\n" + page.substring(start.length()));
  }

  @Test
  void pageThatIsNoTextStaysWhatItIs() {
    byte[] bytes = {(byte) 0xFF, 0, (byte) 0xC3, 1};

    assertThat(SandboxStorage.into(bytes)).endsWith(bytes);
  }
}
