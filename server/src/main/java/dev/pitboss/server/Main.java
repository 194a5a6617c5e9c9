package dev.pitboss.server;

import io.avaje.jsonb.Json;

/// Entry.
public final class Main {
  private Main() {}

  @Json
  record Probe(String name, long value) {}

  static void main() {
    System.out.println(new Probe("x", 1));
  }
}
