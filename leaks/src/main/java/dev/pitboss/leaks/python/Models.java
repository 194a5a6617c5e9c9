package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.ScanSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the user knows of functions that are not in the sources: lines `python acquire NAME` and
/// `python release NAME` of model files, and the names given by `--acquirer`. A name may be dotted;
/// its last part counts.
record Models(Set<String> acquirers, Set<String> releasers) {
  static Models of(ScanSettings settings) throws IOException {
    Set<String> acquirers = new HashSet<>();
    Set<String> releasers = new HashSet<>();
    settings.acquirers().forEach(name -> acquirers.add(Exprs.lastPart(name)));
    for (Path model : settings.models()) {
      for (String line : Files.readAllLines(model)) {
        List<String> words = List.of(line.strip().split("\\s+", -1));
        if (words.size() == 3 && words.getFirst().equals("python")) {
          String name = Exprs.lastPart(words.get(2));
          switch (words.get(1)) {
            case "acquire" -> acquirers.add(name);
            case "release" -> releasers.add(name);
            default ->
                throw new IOException(
                    "%s: python %s is neither acquire nor release".formatted(model, words.get(1)));
          }
        }
      }
    }
    return new Models(Set.copyOf(acquirers), Set.copyOf(releasers));
  }
}
