package dev.pitboss.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// A fault of a request or connection that is answered before any route is looked up, and after
/// which the connection is closed. Each constant is one kind: counted, logged and answered alike.
enum RequestFault {
  /// No bare CR or LF, no HTTP/0.9, no bytes of another protocol. RFC 9112, 3.
  REQUEST_LINE(
      Problem.Status.BAD_REQUEST,
      "bad_request",
      "malformed HTTP request: the request line must be method, target and HTTP version"),
  /// Line endings, field names, control characters, white space before the colon. RFC 9112, 5.
  HEADER(
      Problem.Status.BAD_REQUEST,
      "bad_request",
      "malformed HTTP request: invalid header field or line ending"),
  /// The body's length is not known for sure. RFC 9112, 6.1 to 6.3.
  BODY_LENGTH(
      Problem.Status.BAD_REQUEST,
      "bad_request",
      "malformed HTTP request: Content-Length must be one decimal number without Transfer-Encoding,"
          + " and Transfer-Encoding must be chunked alone"),
  /// RFC 9112, 7.1.
  CHUNK(Problem.Status.BAD_REQUEST, "bad_request", "malformed HTTP request: invalid chunk"),
  /// RFC 9112, 3.2.
  HOST(
      Problem.Status.BAD_REQUEST,
      "bad_request",
      "malformed HTTP request: exactly one Host header with a host and an optional port is"
          + " required"),
  /// Neither origin-form nor an absolute-form of the same host.
  TARGET(
      Problem.Status.BAD_REQUEST,
      "bad_request",
      "malformed HTTP request: the request target must be a path, or an http URI of the host that"
          + " the Host header names"),
  /// RFC 3986, 2.1; and what no text of ours can hold.
  ESCAPE(
      Problem.Status.BAD_REQUEST,
      "bad_request",
      "malformed HTTP request: percent-encoding in the request target must be of UTF-8 text"
          + " without control characters"),
  /// What is asked of a proxy, or of no path.
  METHOD(
      Problem.Status.METHOD_NOT_ALLOWED, "method_not_allowed", "CONNECT and OPTIONS * are refused"),
  VERSION(
      Problem.Status.HTTP_VERSION_NOT_SUPPORTED,
      "http_version_not_supported",
      "the server speaks HTTP/1.1 and HTTP/1.0"),
  URI_TOO_LONG(
      Problem.Status.URI_TOO_LONG,
      "uri_too_long",
      "the request line has at most " + RequestRules.MAX_LINE_BYTES + " bytes"),
  HEADERS_TOO_LARGE(
      Problem.Status.REQUEST_HEADER_FIELDS_TOO_LARGE,
      "headers_too_large",
      "a request has at most %d header fields of %d bytes in all"
          .formatted(RequestRules.MAX_HEADERS, RequestRules.MAX_HEADER_BYTES)),
  BODY_TOO_LARGE(Problem.Status.CONTENT_TOO_LARGE, "body_too_large", "a body has at most 16 KiB"),
  EXPECTATION(
      Problem.Status.EXPECTATION_FAILED,
      "expectation_failed",
      "the only expectation met is 100-continue"),
  SLOW_HEAD(
      Problem.Status.REQUEST_TIMEOUT,
      "too_slow",
      "the request line and headers must be complete within 5 s"),
  SLOW_BODY(Problem.Status.REQUEST_TIMEOUT, "too_slow", "the body must be complete within 5 s"),
  TOO_MANY_CONNECTIONS(
      Problem.Status.UNAVAILABLE,
      "too_many_connections",
      "too many connections are open, from this address or in all");

  private final String tag = name().toLowerCase(Locale.ROOT);
  private final Problem.Status status;
  private final String code;
  private final String detail;

  RequestFault(Problem.Status status, String code, String detail) {
    this.status = status;
    this.code = code;
    this.detail = detail;
  }

  /// As a metric's tag.
  String tag() {
    return tag;
  }

  Response reply() {
    Response problem = Response.problem(Problem.of(status, code, detail));
    if (this == METHOD) {
      return problem.withHeader("Allow", AllowedMethods.OF_SERVER);
    }
    return status == Problem.Status.UNAVAILABLE ? problem.withHeader("Retry-After", "5") : problem;
  }

  /// The whole response as bytes; the connection is closed after it.
  byte[] response(String requestId) {
    return lastResponse(reply(), status, requestId);
  }

  /// A fault in its turn among the requests that were pipelined before it.
  ///
  /// @param isOfBody whether its request was passed on
  /// @param requestId of its request
  record Refusal(RequestFault fault, boolean isOfBody, String requestId) {}

  /// A whole response as bytes after which the connection is closed.
  static byte[] lastResponse(Response reply, Problem.Status status, String requestId) {
    StringBuilder head = new StringBuilder();
    head.append("HTTP/1.1 %d %s\r\n".formatted(status.code(), status.title()));
    head.append("Content-Type: ").append(reply.contentType()).append("\r\n");
    head.append("X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n");
    head.append(RequestIds.HEADER).append(": ").append(requestId).append("\r\n");
    reply.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: %d\r\n".formatted(reply.body().length));
    head.append("Connection: close\r\n\r\n");
    byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] whole = Arrays.copyOf(start, start.length + reply.body().length);
    System.arraycopy(reply.body(), 0, whole, start.length, reply.body().length);
    return whole;
  }
}
