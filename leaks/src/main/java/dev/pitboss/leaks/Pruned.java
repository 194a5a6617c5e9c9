package dev.pitboss.leaks;

import java.util.List;

/// Sources of which everything compiles, and what had to go for that.
///
/// @param sources offsets and lines are those of the files
/// @param left what was blanked out and thus cannot be analysed
record Pruned(List<Source> sources, List<Unanalysed> left) {}
