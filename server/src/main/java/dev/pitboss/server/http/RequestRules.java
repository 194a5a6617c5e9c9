package dev.pitboss.server.http;

import io.netty.handler.codec.http.ContentLengthNotAllowedException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http.TransferEncodingNotAllowedException;
import io.netty.util.AsciiString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Rules of a request's head, checked before routing: RFC 9112 read strictly, and a target that
/// decodes to text. Pure; called for every request, so that an ordinary one costs one look at each
/// character of its target.
final class RequestRules {
  /// The targets of health checks, which spare connections are for.
  static final Set<String> HEALTH = Set.of("/health", "/health/live", "/health/ready", "/metrics");

  /// Method, target and version.
  static final int MAX_LINE_BYTES = 2 * 1024;

  /// All header fields.
  static final int MAX_HEADER_BYTES = 8 * 1024;

  /// Browsers behind proxies send some thirty.
  static final int MAX_HEADERS = 100;

  /// The largest body any route takes is far smaller.
  static final int MAX_BODY_BYTES = 16 * 1024;

  private static final int MAX_PORT = 65_535;

  /// What surely fits a `long`.
  private static final int MAX_LENGTH_DIGITS = 18;

  private static final String HOST_MARKS = "-._~!$&'()*+,;=";

  private RequestRules() {}

  /// The fault of a head; null when a route may be looked up. The target of a request without fault
  /// is in origin-form afterwards.
  static @Nullable RequestFault faultOf(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return faultOf(request, request.decoderResult().cause());
    }
    HttpVersion version = request.protocolVersion();
    boolean isNewest = version.equals(HttpVersion.HTTP_1_1);
    if (!isSpelledRight(version)) {
      return version.protocolName().equals("HTTP")
              && !isNewest
              && !version.equals(HttpVersion.HTTP_1_0)
          ? RequestFault.VERSION
          : RequestFault.REQUEST_LINE;
    }
    Fields fields = new Fields();
    Iterator<Map.Entry<CharSequence, CharSequence>> all = request.headers().iteratorCharSequence();
    while (all.hasNext()) {
      Map.Entry<CharSequence, CharSequence> field = all.next();
      fields.add(field.getKey(), field.getValue());
    }
    RequestFault fault = fields.fault(isNewest);
    return fault == null ? faultOfTarget(request, fields.host) : fault;
  }

  /// Whether it is HTTP/1.1 or HTTP/1.0 letter by letter. `http/1.1` and `HTTP/01.1` equal them,
  /// but are other objects, which Vert.x would answer with a bare 501.
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSpelledRight(HttpVersion version) {
    return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
  }

  /// The fields that decide where a request goes and where it ends, found in one pass.
  private static final class Fields {
    private int all;
    private boolean isNamed = true;
    private int hosts;
    private String host = "";
    private int codings;
    private boolean isChunked = true;
    private boolean isExpectationMet = true;
    private long bodyBytes;

    void add(CharSequence name, CharSequence value) {
      all++;
      switch (name.length()) {
        case 0 -> isNamed = false;
        case 4 -> {
          if (AsciiString.contentEqualsIgnoreCase(name, HttpHeaderNames.HOST)) {
            hosts++;
            host = value.toString();
          }
        }
        case 6 -> {
          if (AsciiString.contentEqualsIgnoreCase(name, HttpHeaderNames.EXPECT)) {
            isExpectationMet &=
                AsciiString.contentEqualsIgnoreCase(value, HttpHeaderValues.CONTINUE);
          }
        }
        case 14 -> {
          if (AsciiString.contentEqualsIgnoreCase(name, HttpHeaderNames.CONTENT_LENGTH)) {
            String length = value.toString();
            bodyBytes = isDigits(length, 0, MAX_LENGTH_DIGITS) ? Long.parseLong(length) : -1;
          }
        }
        case 17 -> {
          if (AsciiString.contentEqualsIgnoreCase(name, HttpHeaderNames.TRANSFER_ENCODING)) {
            codings++;
            isChunked = AsciiString.contentEqualsIgnoreCase(value, HttpHeaderValues.CHUNKED);
          }
        }
        default -> {
          // decides nothing
        }
      }
    }

    @Nullable RequestFault fault(boolean isHostRequired) {
      if (all > MAX_HEADERS) {
        return RequestFault.HEADERS_TOO_LARGE;
      }
      if (!isNamed) {
        return RequestFault.HEADER;
      }
      if (hosts > 1 || (hosts == 0 && isHostRequired) || (hosts == 1 && !isAuthority(host))) {
        return RequestFault.HOST;
      }
      if (bodyBytes < 0 || codings > 1 || !isChunked) {
        return RequestFault.BODY_LENGTH;
      }
      if (bodyBytes > MAX_BODY_BYTES) {
        return RequestFault.BODY_TOO_LARGE;
      }
      return isExpectationMet ? null : RequestFault.EXPECTATION;
    }
  }

  /// What the decoder could not read.
  private static RequestFault faultOf(HttpRequest request, Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return RequestFault.URI_TOO_LONG;
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return RequestFault.HEADERS_TOO_LARGE;
    }
    if (cause instanceof ContentLengthNotAllowedException
        || cause instanceof TransferEncodingNotAllowedException) {
      return RequestFault.BODY_LENGTH;
    }
    List<String> lengths = request.headers().getAll(HttpHeaderNames.CONTENT_LENGTH);
    if (lengths.size() > 1
        || lengths.stream().anyMatch(length -> !isDigits(length, 0, MAX_LENGTH_DIGITS))) {
      return RequestFault.BODY_LENGTH;
    }
    // the decoder's own stand-in for a request whose first line it could not read
    return request.headers().isEmpty() && request.uri().equals("/bad-request")
        ? RequestFault.REQUEST_LINE
        : RequestFault.HEADER;
  }

  /// Host and optional port, without user information. RFC 3986, 3.2.
  static boolean isAuthority(String text) {
    int end = endOfHost(text);
    if (end <= 0 || end == text.length()) {
      return end > 0;
    }
    return text.charAt(end) == ':'
        && (end + 1 == text.length()
            || (isDigits(text, end + 1, 5)
                && Integer.parseInt(text.substring(end + 1)) <= MAX_PORT));
  }

  /// Index after the host, 0 without a host.
  private static int endOfHost(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']') + 1;
      for (int i = 1; i < end - 1; i++) {
        char c = text.charAt(i);
        if (c != ':' && c != '.' && !isHex(c)) {
          return 0;
        }
      }
      return end > 3 ? end : 0;
    }
    int i = 0;
    while (i < text.length() && isOfHost(text, i)) {
      i++;
    }
    return i;
  }

  private static boolean isOfHost(String text, int at) {
    char c = text.charAt(at);
    if (c == '%') {
      return at + 2 < text.length() && isHex(text.charAt(at + 1)) && isHex(text.charAt(at + 2));
    }
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || HOST_MARKS.indexOf(c) >= 0;
  }

  private static boolean isDigits(String text, int from, int atMost) {
    if (from == text.length() || text.length() - from > atMost) {
      return false;
    }
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static @Nullable RequestFault faultOfTarget(HttpRequest request, String host) {
    String target = request.uri();
    if (request.method().equals(HttpMethod.CONNECT)) {
      return RequestFault.METHOD;
    }
    if (!target.startsWith("/")) {
      if (target.equals("*") && request.method().equals(HttpMethod.OPTIONS)) {
        return RequestFault.METHOD;
      }
      String path = pathOfOwn(target, host);
      if (path == null) {
        return RequestFault.TARGET;
      }
      request.setUri(path);
      target = path;
    }
    boolean isEscaped = false;
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        return RequestFault.TARGET;
      }
      isEscaped |= c == '%';
    }
    return isEscaped ? faultOfEscapes(target) : null;
  }

  /// Path and query of an absolute-form; null for other forms and other hosts.
  private static @Nullable String pathOfOwn(String target, String host) {
    String lower = target.toLowerCase(Locale.ROOT);
    String scheme = lower.startsWith("http://") ? "http://" : "https://";
    if (host.isEmpty() || !lower.startsWith(scheme)) {
      return null;
    }
    int end = scheme.length();
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    String authority = lower.substring(scheme.length(), end);
    String port = scheme.equals("http://") ? ":80" : ":443";
    if (!isAuthority(authority)
        || !withoutPort(authority, port).equals(withoutPort(host.toLowerCase(Locale.ROOT), port))) {
      return null;
    }
    String path = target.substring(end);
    return path.startsWith("/") ? path : "/" + path;
  }

  /// Without the port that the scheme means anyway.
  private static String withoutPort(String authority, String port) {
    String bare =
        authority.endsWith(":") ? authority.substring(0, authority.length() - 1) : authority;
    return bare.endsWith(port) ? bare.substring(0, bare.length() - port.length()) : bare;
  }

  private static @Nullable RequestFault faultOfEscapes(String target) {
    byte[] bytes = new byte[target.length()];
    int length = 0;
    boolean isPath = true;
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      isPath &= c != '?';
      int value = c;
      if (c == '%') {
        if (i + 2 >= target.length()
            || !isHex(target.charAt(i + 1))
            || !isHex(target.charAt(i + 2))) {
          return RequestFault.ESCAPE;
        }
        value = Integer.parseInt(target, i + 1, i + 3, 16);
        i += 2;
      }
      // PostgreSQL's text holds no U+0000; a path has no use for any control character
      if (value == 0 || (isPath && (value < ' ' || value == 0x7f))) {
        return RequestFault.ESCAPE;
      }
      bytes[length++] = (byte) value;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      return null;
    } catch (CharacterCodingException malformed) {
      return RequestFault.ESCAPE;
    }
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
