package dev.pitboss.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.cli.Grammar;
import dev.pitboss.cli.Program;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BenchProgramTest {
  @Test
  void everyBenchmarkOfTheGrammarRunsAndNoOther() {
    Set<String> verbs = new TreeSet<>();
    Grammar.paths().stream()
        .filter(path -> path.size() == 2 && path.getFirst().equals("bench"))
        .forEach(path -> verbs.add(path.getLast()));

    assertThat(BenchProgram.names()).isEqualTo(verbs).hasSizeGreaterThan(10);
  }

  @Test
  void programsOfAllCommandsAreOnTheClassPath() {
    Set<String> run = new TreeSet<>();
    ServiceLoader.load(Program.class).forEach(program -> run.addAll(program.nouns()));

    assertThat(run).contains("bench", "serve", "config", "operator", "report", "par", "verify");
  }
}
