package dev.pitboss.server.passkeys;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The site a passkey is for, as browsers know it: they give a passkey to no other.
///
/// @param id the host's name
/// @param origin where our pages are, as in `https://casino.example`
public record RelyingParty(String id, String origin) {
  /// A name and a port. Browsers make no passkeys for an address, which is no name.
  private static final Pattern HOST =
      Pattern.compile("((?:[a-z0-9-]{1,63}\\.)*[a-z][a-z0-9-]{0,62})(:[0-9]{1,5})?");

  /// The site behind a `Host` header; empty where there can be no passkeys: at an address, without
  /// TLS on another machine, and at a name that is not an operator's host, because the header is
  /// untrusted.
  ///
  /// @param tls whether the browser speaks TLS, to us or to our proxy
  /// @param isOurs whether a host name is one of the casino's
  public static Optional<RelyingParty> of(
      String hostHeader, boolean tls, Predicate<String> isOurs) {
    Matcher host = HOST.matcher(hostHeader.strip().toLowerCase(Locale.ROOT));
    if (!host.matches()) {
      return Optional.empty();
    }
    String name = host.group(1);
    if (!isThisMachine(name) && !(tls && isOurs.test(name))) {
      return Optional.empty();
    }
    return Optional.of(new RelyingParty(name, (tls ? "https://" : "http://") + host.group()));
  }

  /// Names browsers resolve locally, and trust without TLS.
  private static boolean isThisMachine(String name) {
    return name.equals("localhost") || name.endsWith(".localhost");
  }
}
