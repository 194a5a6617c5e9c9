package applications;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// An application as its makers publish it, and what is to be seen of it under the agent.
interface Application {
  /// As the command line and the table call it.
  String name();

  String version();

  /// The Java that it runs on.
  int java();

  /// The pools it has.
  String pool();

  /// Fetches it and puts it into a folder, ready to start.
  void prepare(Path folder) throws IOException, InterruptedException;

  /// How it is started.
  ///
  /// @param words the command
  /// @param environment what to add to the environment
  record Command(Path directory, List<String> words, Map<String, String> environment) {
    /// A start of `java` itself.
    static Command java(
        Path folder, Path javaHome, Optional<String> agent, List<String> arguments) {
      List<String> words = new ArrayList<>();
      words.add(javaHome.resolve("bin/java").toString());
      agent.ifPresent(words::add);
      words.addAll(arguments);
      return new Command(folder, words, Map.of());
    }
  }

  /// @param javaHome of the Java that it runs on
  /// @param agent an option for the virtual machine; empty for a start without the agent
  Command command(Path folder, Path javaHome, Optional<String> agent)
      throws IOException, InterruptedException;

  /// An address that is answered with a status below 400 once it has started.
  default String readyAt() {
    return shops().getFirst().url(Shop.COLLECT);
  }

  /// Whether it has started.
  default boolean isReady() throws IOException, InterruptedException {
    return Web.answers(readyAt());
  }

  /// Borrows, by requests.
  default void use() throws IOException, InterruptedException {
    for (Shop shop : shops()) {
      shop.use();
    }
  }

  /// The sources of its shops, with their marks.
  default List<Path> sources() {
    return Shops.SERVLET;
  }

  /// What its lines are like, as a regular expression of `File.java::method:L12`.
  default String ownLines(Path folder) throws IOException {
    return Shops.LINES;
  }

  /// Lines of frameworks that borrow on a thread of their own, below which no line of the
  /// application stands.
  default String aloneLines() {
    return "";
  }

  /// Whether its first virtual machine starts the others and ends them.
  default boolean supervises() {
    return false;
  }

  /// Whether the first start builds what later ones use.
  default boolean builds() {
    return false;
  }

  /// The names its pools must have.
  default Set<String> names(Path folder) {
    return shops().stream().map(Shop::pool).collect(Collectors.toCollection(TreeSet::new));
  }

  /// Its shops, if programs of ours are what borrows: their lines and counts are known exactly.
  default List<Shop> shops() {
    return List.of();
  }

  /// How often each path of the shops has borrowed after one [#use].
  default Map<String, Long> borrows() {
    long times = shops().size() * (long) Shop.TIMES;
    return Shop.PATHS.stream().collect(Collectors.toMap(path -> path, path -> times));
  }

  /// How it deploys anew.
  ///
  /// @param loaderClass the class of the class loaders that a deployment gets
  /// @param files those that are touched
  record Redeploys(String loaderClass, List<Path> files) {}

  /// Empty if it has no redeployment.
  default Optional<Redeploys> redeploys(Path folder) {
    return Optional.empty();
  }
}
