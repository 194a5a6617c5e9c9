package dev.pitboss.server.clients;

import dev.pitboss.server.hashing.Sha256;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The network address a client asks from.
///
/// @param text IPv4 or IPv6 in its usual form, without port and zone; `unknown`, or `unreadable-`
///   and a hash, for what is no address
public record ClientAddress(String text) {
  private static final int MAX_LENGTH = 45;

  /// Longer than any address with port, zone and quotes.
  private static final int MAX_FORWARDED = 200;

  private static final int HASH_BYTES = 8;
  private static final String UNREADABLE = "unreadable-";
  private static final Pattern FORM = Pattern.compile("[0-9a-f:.]*[:.][0-9a-f:.]*");

  /// RFC 7239: `for=` among other pairs of one element, with or without quotes.
  private static final Pattern FORWARDED =
      Pattern.compile("(?:.*;)?\\s*for\\s*=\\s*(\"[^\"]*\"|[^;]*)(?:;.*)?");

  private static final Pattern WITH_BRACKETS = Pattern.compile("\\[([^\\]]*)](?::[0-9a-z._-]*)?");
  private static final Pattern V4_WITH_PORT = Pattern.compile("([0-9.]+):[0-9a-z._-]*");
  private static final Pattern ZONE = Pattern.compile("%[0-9a-z._~-]+$");

  /// An unknown address.
  public static final ClientAddress UNKNOWN = new ClientAddress("unknown");

  /// Reads an address without asking any name server.
  public static ClientAddress of(String text) {
    String bare = text.strip().toLowerCase(Locale.ROOT);
    if (bare.length() > MAX_LENGTH || !FORM.matcher(bare).matches()) {
      return UNKNOWN;
    }
    try {
      return new ClientAddress(InetAddress.ofLiteral(bare).getHostAddress());
    } catch (IllegalArgumentException _) {
      return UNKNOWN;
    }
  }

  /// Parses a proxy's text for its client: an address, with a port, brackets, a zone, quotes, or as
  /// an element of `Forwarded` (RFC 7239). Any other text is an address of its own, not one that
  /// all unreadable ones share: proxies that hide their clients write a name for each of them, and
  /// one client's name must not use up the shared allowance.
  public static ClientAddress ofForwarded(String text) {
    String bare = text.strip().toLowerCase(Locale.ROOT);
    if (bare.length() <= MAX_FORWARDED) {
      Matcher pair = FORWARDED.matcher(bare);
      String value = pair.matches() ? pair.group(1).strip() : bare;
      if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
        value = value.substring(1, value.length() - 1).strip();
      }
      Matcher brackets = WITH_BRACKETS.matcher(value);
      Matcher port = V4_WITH_PORT.matcher(value);
      String host = brackets.matches() ? brackets.group(1) : port.matches() ? port.group(1) : value;
      ClientAddress address = of(ZONE.matcher(host).replaceFirst(""));
      if (address.isReadable()) {
        return address;
      }
    }
    byte[] hash = Sha256.of("forwarded " + bare);
    return new ClientAddress(UNREADABLE + HexFormat.of().formatHex(hash, 0, HASH_BYTES));
  }

  /// Whether it is an address at all.
  public boolean isReadable() {
    return !text.equals(UNKNOWN.text) && !text.startsWith(UNREADABLE);
  }

  /// Whether it is this machine.
  public boolean isLoopback() {
    return text.startsWith("127.") || text.equals("0:0:0:0:0:0:0:1");
  }

  /// Who is counted as one: an IPv4 address, or the 64 bits of IPv6 that one household has.
  public String household() {
    return isV6() ? prefix(8) : text;
  }

  /// As much as its owner needs to recognise it: 24 bits of IPv4, 48 of IPv6.
  public String network() {
    if (!isReadable()) {
      return UNKNOWN.text;
    }
    return isV6() ? prefix(6) + "/48" : prefix(3) + "/24";
  }

  /// The provider's part of it: 16 bits of IPv4, 32 of IPv6.
  public String region() {
    if (!isReadable()) {
      return UNKNOWN.text;
    }
    return isV6() ? prefix(4) + "/32" : prefix(2) + "/16";
  }

  private boolean isV6() {
    return text.contains(":");
  }

  private String prefix(int bytes) {
    byte[] address = InetAddress.ofLiteral(text).getAddress();
    for (int i = bytes; i < address.length; i++) {
      address[i] = 0;
    }
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("an address has 4 or 16 bytes", impossible);
    }
  }
}
