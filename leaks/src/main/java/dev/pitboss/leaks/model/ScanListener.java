package dev.pitboss.leaks.model;

/// Hears of a scan while it runs: a progress bar, and what is known when it is interrupted. Called
/// from the scan's thread, and from several of them when a scan uses several.
public interface ScanListener {
  /// Hears nothing.
  ScanListener SILENT =
      new ScanListener() {
        @Override
        public void read(SourceFile source) {}

        @Override
        public void found(Finding finding) {}
      };

  /// A source was analysed, or set aside.
  void read(SourceFile source);

  /// A finding is known.
  void found(Finding finding);
}
