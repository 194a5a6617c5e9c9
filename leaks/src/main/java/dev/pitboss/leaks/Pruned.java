package dev.pitboss.leaks;

import java.net.URI;
import java.util.List;
import java.util.Map;

/// Sources of which everything compiles, and what had to go for that.
///
/// @param sources offsets and lines are those of the files
/// @param borrowers those of them in which a call answers a JDBC resource
/// @param edits what to write into the sources for the data flow
/// @param left what was blanked out and thus cannot be analysed
/// @param failures what is wrong with the compiler or its class path
record Pruned(
    List<Source> sources,
    List<URI> borrowers,
    Map<URI, List<Edit>> edits,
    List<Unanalysed> left,
    List<String> failures) {}
