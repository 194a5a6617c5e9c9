package dev.pitboss.server.http;

import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.clients.ClientInfo;

/// Tells who asks: the address behind our own proxies, and what the client calls itself. Immutable.
///
/// @param proxies of ours, each of which adds to `X-Forwarded-For`
public record ClientAddressResolver(int proxies) {
  /// The address the client connected from. Without trusted proxies `X-Forwarded-For` is untrusted
  /// and ignored; with them, only the elements they added are read.
  public ClientAddress addressOf(Request request) {
    if (proxies == 0) {
      return request.peer();
    }
    String[] hops = String.join(",", request.headers().getAll("X-Forwarded-For")).split(",", -1);
    return hops.length < proxies
        ? request.peer()
        : ClientAddress.ofForwarded(hops[hops.length - proxies]);
  }

  /// Whether connections from that address may be of many clients: it is this machine's, or our
  /// proxy's.
  boolean standsForMany(ClientAddress peer) {
    return proxies > 0 || peer.isLoopback();
  }

  public ClientInfo clientInfo(Request request) {
    return ClientInfo.of(request.header("User-Agent").orElse(""), addressOf(request));
  }
}
