package dev.pitboss.server.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrontStoreTest {
  @TempDir Path folder;

  private Path built;
  private FrontStore store;

  @BeforeEach
  void build() throws Exception {
    built = folder.resolve("dist");
    Files.createDirectories(built.resolve("assets"));
    Files.writeString(built.resolve("index.html"), "<p>front</p>");
    Files.writeString(built.resolve("assets/main [a+b].js"), "let one = 1;");
    store = FrontStore.in(folder.resolve("data"));
  }

  private String text(String hash, String path) throws Exception {
    return new String(store.file(hash, path).orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void filesAreKeptByTheirContentAndGivenBack() throws Exception {
    assertThat(store.of("night-run")).isEmpty();

    String hash = store.put("night-run", FrontStore.read(built));

    assertThat(store.of("night-run")).contains(hash);
    assertThat(text(hash, "index.html")).isEqualTo("<p>front</p>");
    assertThat(text(hash, "assets/main [a+b].js")).isEqualTo("let one = 1;");
    assertThat(store.file(hash, "none.js")).isEmpty();
    assertThat(store.put("night-run", FrontStore.read(built))).isEqualTo(hash);
    assertThat(store.put("other", FrontStore.read(built))).isEqualTo(hash);
  }

  @Test
  void anotherBuildIsAnotherVersionAndTheFirstStays() throws Exception {
    String first = store.put("night-run", FrontStore.read(built));
    Files.writeString(built.resolve("index.html"), "<p>later</p>");
    String second = store.put("night-run", FrontStore.read(built));

    assertThat(second).isNotEqualTo(first);
    assertThat(store.of("night-run")).contains(second);
    assertThat(text(first, "index.html")).isEqualTo("<p>front</p>");
  }

  @Test
  void noPathLeadsOutOfAFrontEnd() throws Exception {
    String hash = store.put("night-run", FrontStore.read(built));
    Files.writeString(folder.resolve("data/games/secret.txt"), "secret");

    for (String path :
        new String[] {
          "../night-run.front",
          "../../secret.txt",
          "/etc/passwd",
          "..",
          ".",
          "",
          "assets",
          "a/../b",
          "..\\x"
        }) {
      assertThat(store.file(hash, path)).as(path).isEqualTo(Optional.empty());
    }
    assertThat(store.file("..", "secret.txt")).isEmpty();
    assertThat(store.of("../x")).isEmpty();
  }

  @Test
  void whatCannotBeServedIsRefusedByItsName() throws Exception {
    Path hidden = Files.writeString(built.resolve("assets/.env"), "key");
    assertThatThrownBy(() -> FrontStore.read(built))
        .isInstanceOf(PublicationDefect.class)
        .hasMessageContaining("assets/.env: has a name that cannot be served");
    Files.delete(hidden);

    Path link = Files.createSymbolicLink(built.resolve("passwd"), Path.of("/etc/passwd"));
    assertThatThrownBy(() -> FrontStore.read(built)).hasMessage("passwd: is no file");
    Files.delete(link);

    Files.delete(built.resolve("index.html"));
    assertThatThrownBy(() -> FrontStore.read(built)).hasMessageContaining("has no index.html");
    assertThatThrownBy(() -> FrontStore.read(folder.resolve("none")))
        .hasMessageContaining("is no folder");
  }

  @Test
  void removedFilesAreGoneOnceNoGameHasThem() throws Exception {
    String hash = store.put("night-run", FrontStore.read(built));
    store.put("other", FrontStore.read(built));

    store.remove("night-run");
    assertThat(store.of("night-run")).isEmpty();
    assertThat(text(hash, "index.html")).isEqualTo("<p>front</p>");
    store.remove("other");
    assertThat(store.file(hash, "index.html")).isEmpty();
    try (Stream<Path> left = Files.list(folder.resolve("data/games/fronts"))) {
      assertThat(left).isEmpty();
    }
  }
}
