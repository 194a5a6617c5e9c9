package dev.pitboss.leaks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Patches as `git apply` takes them.
final class UnifiedDiffTest {
  private static final String TEXT = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n";

  @Test
  void sameTextsHaveNoPatch() {
    assertThat(UnifiedDiff.of("A.java", TEXT, TEXT)).isEmpty();
  }

  @Test
  void changesFarApartAreHunksOfTheirOwn() {
    String after = TEXT.replace("2\n3\n", "2\nnew\n3\n").replace("15\n", "");

    assertThat(UnifiedDiff.of("a/A.java", TEXT, after.replace("12\n", "12\n")))
        .isEqualTo(
            """
            --- a/a/A.java
            +++ b/a/A.java
            @@ -1,5 +1,6 @@
             1
             2
            +new
             3
             4
             5
            @@ -12,5 +13,4 @@
             12
             13
             14
            -15
             16
            """);
  }

  @Test
  void missingLineBreakAtTheEndIsSaid() {
    assertThat(UnifiedDiff.of("A", "one", "two"))
        .isEqualTo(
            """
            --- a/A
            +++ b/A
            @@ -1,1 +1,1 @@
            -one
            \\ No newline at end of file
            +two
            \\ No newline at end of file
            """);
  }
}
