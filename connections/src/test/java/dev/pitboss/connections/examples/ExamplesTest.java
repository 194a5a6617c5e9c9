package dev.pitboss.connections.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class ExamplesTest {
  private interface Program {
    void main(String[] arguments) throws Exception;
  }

  private static String output(Program program) throws Exception {
    PrintStream before = System.out;
    var bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      program.main(new String[0]);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void scopedBorrowsComeBack() throws Exception {
    assertThat(output(ScopedBorrows::main))
        .contains("1 chip")
        .contains("HEALTHY: 0 of 10 connections out")
        .contains("3 acquired, 3 released, 0 active, 0 leaked, 0 reclaimed");
  }

  @Test
  void leakIsFoundAndThePoolStaysWhole() throws Exception {
    assertThat(output(FindTheLeak::main))
        .contains("5 acquired, 0 released, 0 active, 5 leaked, 5 reclaimed")
        .contains("UNTRACKED:FindTheLeak.java::settle:L");
  }
}
