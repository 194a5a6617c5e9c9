package dev.pitboss.leaks.python;

/// Receives the nodes of a parse in the order of the text.
interface NodeSink {
  /// A node begins.
  ///
  /// @param kind its symbol in the grammar
  /// @param role its field in the parent, 0 for none
  /// @param from first byte
  /// @param to byte after the last
  /// @param missing whether the parser made it up
  void enter(int kind, int role, int from, int to, boolean missing);

  /// The node that began last and has not ended ends.
  void leave();
}
