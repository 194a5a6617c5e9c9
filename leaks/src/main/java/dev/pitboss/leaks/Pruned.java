package dev.pitboss.leaks;

import java.net.URI;
import java.util.List;

/// Sources of which everything compiles, and what had to go for that.
///
/// @param sources offsets and lines are those of the files
/// @param borrowers those of them in which a call answers a JDBC resource
/// @param left what was blanked out and thus cannot be analysed
record Pruned(List<Source> sources, List<URI> borrowers, List<Unanalysed> left) {}
