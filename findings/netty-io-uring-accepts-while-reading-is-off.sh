#!/usr/bin/env bash
# Netty 4.2.17, transport io_uring, on a Linux kernel that lets the process use it. A server channel's automatic reading
# is turned off when its first connection arrives, as a server does that has enough of them; the rest should wait in the
# system's queue, as they do over the transport epoll (of the 50 that connect, one is taken).
# Seen: if they come while the event loop has something else to do, over io_uring all 50 are taken: one "multishot" request
# has the kernel accept for as long as it is not cancelled, and what it has accepted is handed on whether reading is on or not.
# With -Dio.netty.iouring.acceptMultiShotEnabled=false one is taken.
# Ends with 0 while that is so, with 1 when the behaviour has changed, with 77 where io_uring cannot be used.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
version=4.2.17.Final
for name in common buffer resolver transport transport-native-unix-common transport-classes-io_uring transport-classes-epoll; do
  mvn -B -q dependency:copy -Dartifact="io.netty:netty-$name:$version" -DoutputDirectory="$folder" >/dev/null 2>&1
done
for name in io_uring epoll; do
  mvn -B -q dependency:copy -Dartifact="io.netty:netty-transport-native-$name:$version:jar:linux-x86_64" \
    -DoutputDirectory="$folder" >/dev/null 2>&1
done
cat >Gate.java <<'EOF'
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

public class Gate {
  public static void main(String[] arguments) throws Exception {
    boolean ring = arguments[0].equals("io_uring");
    if (ring && !IoUring.isAvailable()) {
      System.exit(77);
    }
    AtomicInteger taken = new AtomicInteger();
    var loops = new MultiThreadIoEventLoopGroup(1, ring ? IoUringIoHandler.newFactory() : EpollIoHandler.newFactory());
    Channel server =
        new ServerBootstrap()
            .group(loops)
            .channel(ring ? IoUringServerSocketChannel.class : EpollServerSocketChannel.class)
            .handler(
                new ChannelInboundHandlerAdapter() {
                  @Override
                  public void channelRead(ChannelHandlerContext context, Object connection) {
                    taken.incrementAndGet();
                    context.channel().config().setAutoRead(false);
                    context.fireChannelRead(connection);
                  }
                })
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {}
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    int port = ((InetSocketAddress) server.localAddress()).getPort();
    CountDownLatch connected = new CountDownLatch(1);
    loops.execute(() -> {
      try {
        connected.await();
      } catch (InterruptedException interruption) {
        throw new IllegalStateException(interruption);
      }
    });
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      clients.add(new Socket("127.0.0.1", port));
    }
    connected.countDown();
    Thread.sleep(1_000);
    System.out.println(arguments[0] + ": " + taken.get() + " of " + clients.size() + " connections taken");
    System.exit(0);
  }
}
EOF
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -cp "$folder/*" Gate.java
seen() { "${java}java" "$@" 2>/dev/null; }
ring=$(seen -cp "$folder/*:$folder" Gate io_uring) || exit 77
single=$(seen -Dio.netty.iouring.acceptMultiShotEnabled=false -cp "$folder/*:$folder" Gate io_uring)
epoll=$(seen -cp "$folder/*:$folder" Gate epoll)
echo "io.netty:netty-transport-classes-io_uring $version"
echo "$ring"
echo "$single (multishot accept off)"
echo "$epoll"
[ "$ring" = "io_uring: 50 of 50 connections taken" ]
[ "$single" = "io_uring: 1 of 50 connections taken" ]
[ "$epoll" = "epoll: 1 of 50 connections taken" ]
