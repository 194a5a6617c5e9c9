package dev.pitboss.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.util.Map;

/// A whole response as it goes over the wire, on a connection that stays open. Pure.
final class ResponseBytes {
  private static final AsciiString OK = AsciiString.cached("HTTP/1.1 200 OK\r\n");
  private static final AsciiString JSON = AsciiString.cached("Content-Type: application/json\r\n");
  private static final AsciiString ALWAYS =
      AsciiString.cached(
          "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n"
              + RequestIds.HEADER
              + ": ");

  /// More than the head of most responses has.
  private static final int HEAD_BYTES = 256;

  private ResponseBytes() {}

  /// The caller releases it, or has it written.
  ///
  /// @throws IllegalArgumentException when a header holds what would end it early
  static ByteBuf of(Response reply, String requestId, ByteBufAllocator allocator) {
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      check(header.getKey());
      check(header.getValue());
    }
    check(reply.contentType());
    byte[] body = reply.body();
    ByteBuf bytes = allocator.buffer(HEAD_BYTES + body.length);
    if (reply.status() == HttpResponseStatus.OK.code()) {
      write(bytes, OK);
    } else {
      HttpResponseStatus status = HttpResponseStatus.valueOf(reply.status());
      write(bytes, "HTTP/1.1 " + status.codeAsText() + " " + status.reasonPhrase() + "\r\n");
    }
    if (reply.contentType().equals(Response.JSON)) {
      write(bytes, JSON);
    } else if (!reply.contentType().isEmpty()) {
      write(bytes, "Content-Type: " + reply.contentType() + "\r\n");
    }
    write(bytes, ALWAYS);
    write(bytes, requestId);
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      write(bytes, "\r\n" + header.getKey() + ": " + header.getValue());
    }
    if (ResponseWriter.hasLength(reply)) {
      write(bytes, "\r\nContent-Length: ");
      write(bytes, Integer.toString(body.length));
    }
    write(bytes, "\r\n\r\n");
    return bytes.writeBytes(body);
  }

  private static void check(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == 0x7f) {
        throw new IllegalArgumentException(
            "a header must have no control characters, got " + (int) c);
      }
    }
  }

  private static void write(ByteBuf bytes, CharSequence text) {
    ByteBufUtil.writeAscii(bytes, text);
  }
}
