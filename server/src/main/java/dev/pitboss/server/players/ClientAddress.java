package dev.pitboss.server.players;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/// The network address a client asks from.
///
/// @param text IPv4 or IPv6 in its usual form; whatever else was found counts as one address
public record ClientAddress(String text) {
  private static final int MAX_LENGTH = 45;
  private static final Pattern FORM = Pattern.compile("[0-9a-f:.]*[:.][0-9a-f:.]*");

  /// An address nobody can tell.
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

  /// Whether it is this machine.
  public boolean isLoopback() {
    return text.startsWith("127.") || text.equals("0:0:0:0:0:0:0:1");
  }

  /// Who is counted as one: an IPv4 address, or the 64 bits of IPv6 that one household has.
  public String household() {
    return text.contains(":") ? prefix(8) : text;
  }

  /// As much as its owner needs to recognise it: 24 bits of IPv4, 48 of IPv6.
  public String network() {
    if (text.contains(":")) {
      return prefix(6) + "/48";
    }
    return text.equals(UNKNOWN.text) ? text : prefix(3) + "/24";
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
