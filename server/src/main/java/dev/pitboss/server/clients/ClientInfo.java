package dev.pitboss.server.clients;

import java.util.List;

/// Coarse client fingerprint: browser, operating system and network prefix.
///
/// @param agent browser and system, as in `Firefox on Linux`
/// @param network the first part of the address, as in `203.0.113.0/24`
public record ClientInfo(String agent, String network) {
  /// A client without a known fingerprint.
  public static final ClientInfo UNKNOWN = new ClientInfo("unknown", "unknown");

  private static final int MAX_LENGTH = 64;

  /// What a client calls itself contains, and what we call it; the first that fits.
  private record Sign(String mark, String name) {}

  /// Each also claims to be those below it.
  private static final List<Sign> BROWSERS =
      List.of(
          new Sign("Edg", "Edge"),
          new Sign("OPR/", "Opera"),
          new Sign("Firefox/", "Firefox"),
          new Sign("FxiOS/", "Firefox"),
          new Sign("CriOS/", "Chrome"),
          new Sign("Chrome/", "Chrome"),
          new Sign("Safari/", "Safari"));

  private static final List<Sign> SYSTEMS =
      List.of(
          new Sign("Android", "Android"),
          new Sign("iPhone", "iPhone"),
          new Sign("iPad", "iPad"),
          new Sign("Windows", "Windows"),
          new Sign("Mac OS X", "macOS"),
          new Sign("CrOS", "ChromeOS"),
          new Sign("Linux", "Linux"));

  public ClientInfo {
    if (agent.length() > MAX_LENGTH || network.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("longer than " + MAX_LENGTH + ": " + agent + network);
    }
  }

  /// Of a client.
  ///
  /// @param userAgent what it calls itself; empty when it does not say
  public static ClientInfo of(String userAgent, ClientAddress address) {
    return new ClientInfo(label(userAgent), address.network());
  }

  private static String label(String userAgent) {
    if (userAgent.isEmpty()) {
      return UNKNOWN.agent();
    }
    String browser = first(BROWSERS, userAgent);
    String system = first(SYSTEMS, userAgent);
    if (browser.isEmpty()) {
      return "a program";
    }
    return system.isEmpty() ? browser : browser + " on " + system;
  }

  private static String first(List<Sign> signs, String userAgent) {
    for (Sign sign : signs) {
      if (userAgent.contains(sign.mark())) {
        return sign.name();
      }
    }
    return "";
  }
}
