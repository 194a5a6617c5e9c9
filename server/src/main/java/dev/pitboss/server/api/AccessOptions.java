package dev.pitboss.server.api;

/// Options of client addresses and request rates.
///
/// @param proxies how many proxies of ours stand before us, each adding the address it was asked
///   from to `X-Forwarded-For`; 0 when clients connect directly and may write there what they like
/// @param rateFactor how many times the usual rates are let through, 1 to 1 000 000; load tests
///   raise it, as all their players come from one address
public record AccessOptions(int proxies, int rateFactor) {
  public static final int MAX_PROXIES = 10;
  public static final int MAX_RATE_FACTOR = 1_000_000;

  /// Clients connect directly, usual rates.
  public static final AccessOptions USUAL = new AccessOptions(0, 1);

  public AccessOptions {
    if (proxies < 0 || proxies > MAX_PROXIES || rateFactor < 1 || rateFactor > MAX_RATE_FACTOR) {
      throw new IllegalArgumentException(proxies + " proxies, rates times " + rateFactor);
    }
  }
}
