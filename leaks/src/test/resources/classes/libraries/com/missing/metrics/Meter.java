package com.missing.metrics;

public interface Meter {
  static Meter of(String name) { return null; }
  void mark();
  void mark(long count);
  int count();
  boolean isHot();
}
