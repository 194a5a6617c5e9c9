package dev.pitboss.leaks.model;

import java.util.Map;
import java.util.Set;

/// A source after mending.
///
/// @param text the whole text; equal to the original when nothing was mended
/// @param mended findings that are gone
/// @param refused findings that are left alone, with the reason in words
public record MendedSource(String text, Set<Finding> mended, Map<Finding, String> refused) {
  /// Keeps its own copies.
  public MendedSource {
    mended = Set.copyOf(mended);
    refused = Map.copyOf(refused);
  }
}
