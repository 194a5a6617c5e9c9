package dev.pitboss.leaks.java.flow;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What methods outside of the tree do, by data that users extend; `jdbc.model` explains the
/// format.
public final class Library {
  private static final String BUILT_IN = "/dev/pitboss/leaks/java/jdbc.model";
  private static final String OTHER_LANGUAGES = "python";

  /// What a statement says.
  public enum Verb {
    ACQUIRE,
    LEND,
    RELEASE,
    KEEP,
    BORROW,
    NOTHROW,
    THROW
  }

  private record Rule(String type, String method, String value) {
    boolean fits(String qualified, String simple, String called) {
      return fits(method, called)
          && (type.indexOf('.') >= 0 ? type.equals(qualified) : fits(type, simple));
    }

    private static boolean fits(String pattern, String name) {
      if (pattern.equals("*")) {
        return true;
      }
      if (pattern.startsWith("*")) {
        return name.endsWith(pattern.substring(1));
      }
      return pattern.endsWith("*")
          ? name.startsWith(pattern.substring(0, pattern.length() - 1))
          : pattern.equals(name);
    }
  }

  private final Map<Verb, List<Rule>> rules = new HashMap<>();
  private final List<String> acquirers;

  private Library(List<String> acquirers) {
    this.acquirers = List.copyOf(acquirers);
  }

  /// A model that cannot be used; the message names file, line and rule.
  public static final class BadModel extends Exception {
    private static final long serialVersionUID = 1;

    BadModel(String message) {
      super(message);
    }
  }

  /// The built-in knowledge, with that of files ahead of it.
  ///
  /// @param models further files
  /// @param acquirers names of methods that hand over a connection, in any class
  public static Library of(List<Path> models, List<String> acquirers) throws BadModel {
    var library = new Library(acquirers);
    for (Path model : models) {
      try {
        library.read(model.toString(), Files.readString(model));
      } catch (IOException e) {
        throw new BadModel(model + " cannot be read: " + e.getClass().getSimpleName());
      }
    }
    try (InputStream in =
        requireNonNull(Library.class.getResourceAsStream(BUILT_IN), "the built-in model")) {
      library.read("jdbc.model", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return library;
  }

  private void read(String name, String text) throws BadModel {
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String bare = line.strip();
      if (bare.isEmpty() || bare.startsWith("#")) {
        continue;
      }
      List<String> words = new ArrayList<>(List.of(bare.split("\\s+", -1)));
      String first = words.getFirst().toLowerCase(Locale.ROOT);
      if (first.equals(OTHER_LANGUAGES)) {
        continue;
      }
      if (first.equals("java")) {
        words.removeFirst();
      }
      add(name + ":" + number, words);
    }
  }

  private void add(String place, List<String> words) throws BadModel {
    Verb verb = null;
    for (Verb each : Verb.values()) {
      if (each.name().equalsIgnoreCase(words.getFirst())) {
        verb = each;
      }
    }
    if (verb == null) {
      throw new BadModel(
          place
              + ": verb must be acquire, lend, release, keep, borrow, nothrow or throw, got "
              + words.getFirst());
    }
    int size = verb == Verb.THROW ? 3 : 2;
    int hash = words.size() < 2 ? -1 : words.get(1).indexOf('#');
    if (words.size() != size || hash < 1 || hash == words.get(1).length() - 1) {
      throw new BadModel(
          place
              + ": a statement must be VERB TYPE#METHOD"
              + (size == 3 ? " EXCEPTION" : "")
              + ", got "
              + String.join(" ", words));
    }
    String target = words.get(1);
    rules
        .computeIfAbsent(verb, _ -> new ArrayList<>())
        .add(
            new Rule(
                target.substring(0, hash),
                target.substring(hash + 1),
                size == 3 ? words.get(2) : ""));
  }

  /// Whether a method fits a statement of a verb.
  public boolean says(Verb verb, String type, String method) {
    return value(verb, type, method).isPresent();
  }

  /// Whether a statement that gives the type's qualified name fits: one that does holds for classes
  /// of the tree, too, and overrules their bodies.
  boolean insists(Verb verb, String type, String method) {
    return rules.getOrDefault(verb, List.of()).stream()
        .anyMatch(rule -> rule.type.indexOf('.') >= 0 && rule.fits(type, "", method));
  }

  /// The exception a method throws, if that is said.
  public Optional<String> thrown(String type, String method) {
    return value(Verb.THROW, type, method);
  }

  /// Whether the user named the method as one that hands over a connection.
  public boolean isNamedAcquirer(String method) {
    return acquirers.contains(method);
  }

  private Optional<String> value(Verb verb, String type, String method) {
    String simple = type.substring(type.lastIndexOf('.') + 1);
    for (Rule rule : rules.getOrDefault(verb, List.of())) {
      if (rule.fits(type, simple, method)) {
        return Optional.of(rule.value);
      }
    }
    return Optional.empty();
  }
}
