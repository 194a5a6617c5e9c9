package dev.pitboss.server.openid;

import java.net.URI;

/// The issuer players may sign in at. `toString` masks the secret.
///
/// @param issuer its URL, `https`, or `http` on this machine
/// @param clientId what it knows us by
/// @param clientSecret what proves that; empty when the issuer asks for none
/// @param name what the button calls it
public record OpenIdOptions(URI issuer, String clientId, String clientSecret, String name) {
  public OpenIdOptions {
    if (!isTrusted(issuer) || clientId.isEmpty()) {
      throw new IllegalArgumentException(
          "an issuer is an https URL with a client id, got " + issuer);
    }
  }

  /// Whether what is said to that URL stays between us and its host.
  static boolean isTrusted(URI url) {
    String host = url.getHost();
    return host != null
        && url.getUserInfo() == null
        && ("https".equals(url.getScheme())
            || ("http".equals(url.getScheme())
                && (host.equals("127.0.0.1") || host.equals("localhost"))));
  }

  @Override
  public String toString() {
    return "OpenIdOptions[issuer=" + issuer + ", clientId=" + clientId + "]";
  }
}
