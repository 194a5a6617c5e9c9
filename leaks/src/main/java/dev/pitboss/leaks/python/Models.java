package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.ScanSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
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
        String[] words = line.strip().split("\\s+");
        if (words.length == 3 && words[0].equals("python")) {
          switch (words[1]) {
            case "acquire" -> acquirers.add(Exprs.lastPart(words[2]));
            case "release" -> releasers.add(Exprs.lastPart(words[2]));
            default -> throw new IOException("%s: python %s is neither acquire nor release".formatted(model, words[1]));
          }
        }
      }
    }
    return new Models(Set.copyOf(acquirers), Set.copyOf(releasers));
  }
}
