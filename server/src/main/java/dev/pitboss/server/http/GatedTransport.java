package dev.pitboss.server.http;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The system's transport, with an [AcceptGate] before each channel that listens. Vert.x offers no
/// other access to that channel before its first connection, and a busy server that starts again
/// finds thousands waiting.
///
/// @param system the transport that does the work
/// @param gate of the channels that listen
record GatedTransport(Transport system, AcceptGate gate) implements Transport {
  /// Set to `true`, has `io_uring` used where the kernel lets the process.
  static final String IO_URING = "pitboss.io_uring";

  private static final Logger LOG = LoggerFactory.getLogger(GatedTransport.class);

  static {
    // The kernel would go on accepting by itself, beyond what the gate lets in.
    System.setProperty("io.netty.iouring.acceptMultiShotEnabled", "false");
  }

  /// `io_uring` where it is asked for and available, else the system's, else the JDK's.
  static io.vertx.core.transport.Transport of(AcceptGate gate) {
    io.vertx.core.transport.Transport used = chosen();
    return new Named(used, new GatedTransport(used.implementation(), gate));
  }

  private static io.vertx.core.transport.Transport chosen() {
    if (Boolean.getBoolean(IO_URING)) {
      io.vertx.core.transport.Transport ring = io.vertx.core.transport.Transport.IO_URING;
      if (ring != null && ring.available()) {
        return ring;
      }
      LOG.warn(
          "io_uring is not available, the system's usual transport is used",
          ring == null ? null : ring.unavailabilityCause());
    }
    io.vertx.core.transport.Transport found = io.vertx.core.transport.Transport.nativeTransport();
    return found != null && found.available() ? found : io.vertx.core.transport.Transport.NIO;
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    ChannelFactory<? extends ServerChannel> factory = system.serverChannelFactory(domainSocket);
    return () -> {
      ServerChannel listening = factory.newChannel();
      listening.pipeline().addFirst(gate);
      return listening;
    };
  }

  @Override
  public boolean supportsDomainSockets() {
    return system.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return system.supportFileRegion();
  }

  @Override
  public boolean isAvailable() {
    return system.isAvailable();
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return system.unavailabilityCause();
  }

  @Override
  public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
    return system.convert(address);
  }

  @Override
  public io.vertx.core.net.SocketAddress convert(SocketAddress address) {
    return system.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return system.ioHandlerFactory();
  }

  @Override
  public EventLoopGroup eventLoopGroup(
      int type, int threads, ThreadFactory threadFactory, int ioRatio) {
    return system.eventLoopGroup(type, threads, threadFactory, ioRatio);
  }

  @Override
  @SuppressWarnings("deprecation") // of Netty, in the interface of Vert.x
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return system.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return system.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return system.channelFactory(domainSocket);
  }

  @Override
  public void configure(DatagramChannel channel, DatagramSocketOptions options) {
    system.configure(channel, options);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
    system.configure(config, domainSocket, bootstrap);
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    system.configure(config, domainSocket, bootstrap);
  }

  /// As Vert.x takes it.
  private record Named(io.vertx.core.transport.Transport system, Transport implementation)
      implements io.vertx.core.transport.Transport {
    @Override
    public String name() {
      return system.name();
    }

    @Override
    public boolean available() {
      return system.available();
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
      return system.unavailabilityCause();
    }
  }
}
