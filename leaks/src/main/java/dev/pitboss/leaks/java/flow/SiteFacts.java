package dev.pitboss.leaks.java.flow;

import dev.pitboss.leaks.java.source.Unit;
import dev.pitboss.leaks.model.SourceFile;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What a mend has to know of one acquiring call.
///
/// @param closes offsets of the calls that close what it acquires
/// @param isHandedOn whether some path hands it on, to a caller, a field or a collection
public record SiteFacts(Set<Integer> closes, boolean isHandedOn) {
  /// Keeps its own copy.
  public SiteFacts {
    closes = Set.copyOf(closes);
  }

  /// Of the acquiring call at a place, if there is one.
  public static Optional<SiteFacts> of(Analysis analysis, SourceFile source, int from, int to) {
    Unit unit = analysis.project().unit(source);
    for (Function function : analysis.functions(source)) {
      for (Site site : analysis.acquirers().in(function)) {
        if (unit.start(site.tree()) == from && unit.end(site.tree()) == to) {
          return Optional.of(of(analysis.walk(function, site.tree(), site.relation())));
        }
      }
    }
    return Optional.empty();
  }

  private static SiteFacts of(Walk walk) {
    try {
      Exits exits = Exits.of(walk, State.initial());
      boolean handedOn =
          exits.normal().stream()
              .anyMatch(exit ->
                  exit.state().status() == State.Status.ESCAPED
                      || (exit.state().isOpen()
                          && (exit.value().reaches() || exit.state().isInField())));
      Set<Integer> closes = new HashSet<>();
      walk.closes().forEach(close -> closes.add(close.offset()));
      return new SiteFacts(closes, handedOn);
    } catch (Walk.TooComplex e) {
      return new SiteFacts(Set.of(), true);
    }
  }
}
