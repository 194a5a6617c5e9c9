package dev.pitboss.server.web;

import dev.pitboss.server.hashing.Sha256;
import dev.pitboss.server.http.Pages;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.operators.HostNames;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// The lobby's files, from the class path: `/` and `/NAME.html` are pages, `/css`, `/js` and `/img`
/// what they need, `/lib/NAME/VERSION/…` the pinned libraries. Each file is read and compressed
/// once, a style sheet together with those it imports. Thread-safe.
public final class StaticFiles implements Pages {
  /// Path segments made of plain names only, so no path leads out of the two folders served.
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_@-][A-Za-z0-9._@-]*)+");

  /// A property of the JVM, for development.
  private static final String SOURCES = "pitboss.web";

  private static final Pattern MESSAGES = Pattern.compile("/messages/[a-z]{2}\\.js");

  private static final String HTML = "text/html; charset=utf-8";
  private static final String JAVASCRIPT = "text/javascript; charset=utf-8";

  /// A page is in the language that the player chose, or else the browser prefers.
  private static final String PAGES_VARY = "Accept-Encoding, Accept-Language, Cookie";

  private static final String NOT_FOUND = "/not-found.html";
  private static final String STAFF_NOT_FOUND = "/ops-not-found.html";

  /// What the addresses of all staff pages begin with; they are at every host.
  private static final String STAFF = "/ops";

  private static final String UNKNOWN_HOST = "/unknown-host.html";

  private static final String HOST_MARK = "<!-- host -->";

  /// Misdirected Request of RFC 9110.
  private static final int MISDIRECTED = 421;

  private static final Map<String, String> TYPES =
      Map.of(
          "html", HTML,
          "css", "text/css; charset=utf-8",
          "js", JAVASCRIPT,
          "svg", "image/svg+xml",
          "json", "application/json",
          "yaml", "application/yaml",
          "ico", "image/x-icon");

  private final PageTemplate frame = new PageTemplate();
  private final String contentSecurityPolicy = frame.contentSecurityPolicy();
  private final Map<String, File> files = new ConcurrentHashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // kept once, never compared
  private record File(String type, byte[] plain, byte[] gzipped, String etag, boolean immutable) {}

  private final Operators operators;

  /// Where the pages' sources are, while they are being changed: read at each request.
  private final Optional<Path> sources =
      Optional.ofNullable(System.getProperty(SOURCES)).map(Path::of);

  public StaticFiles(Operators operators) {
    this.operators = operators;
  }

  /// The file at the request's path; otherwise a 404, for browsers a page. At a host that no
  /// operator has, no page but those of staff.
  @Override
  public Response serve(Request request) {
    String path = request.path().equals("/") ? "/lobby.html" : request.path();
    boolean isOfStaff = path.startsWith(STAFF);
    Optional<Operator> operator =
        operators
            .find(request.host())
            .or(() -> isOfStaff ? Optional.of(operators.house()) : Optional.empty());
    Optional<File> found = find(path);
    boolean isBrowser =
        request.header("Accept").filter(types -> types.contains("text/html")).isPresent();
    if (operator.isEmpty() && found.map(file -> file.type().equals(HTML)).orElse(isBrowser)) {
      return unknownHost(request);
    }
    if (found.isPresent()) {
      return reply(
          request, operator.map(it -> forOperator(it, request, found.get())).orElseGet(found::get));
    }
    return isBrowser
        ? reply(
                request,
                forOperator(
                    operator.orElseThrow(),
                    request,
                    find(isOfStaff ? STAFF_NOT_FOUND : NOT_FOUND).orElseThrow()))
            .withStatus(404)
        : Response.problem(Problem.notFound());
  }

  private Response unknownHost(Request request) {
    String page = new String(find(UNKNOWN_HOST).orElseThrow().plain(), StandardCharsets.UTF_8);
    String host = PageTemplate.escaped(HostNames.of(request.host()));
    byte[] html = page.replace(HOST_MARK, host).getBytes(StandardCharsets.UTF_8);
    return reply(request, file(HTML, html, false)).withStatus(MISDIRECTED);
  }

  /// Pages differ between operators and languages; they are small, and asked for once a visit.
  private static File forOperator(Operator operator, Request request, File file) {
    return file.type().equals(HTML)
        ? file(
            HTML,
            PageTemplate.forOperator(
                    new String(file.plain(), StandardCharsets.UTF_8),
                    operator,
                    Language.of(request))
                .getBytes(StandardCharsets.UTF_8),
            false)
        : file;
  }

  private Response reply(Request request, File file) {
    String caching = file.immutable() ? "public, max-age=31536000, immutable" : "no-cache";
    if (request.header("If-None-Match").filter(file.etag()::equals).isPresent()) {
      return new Response(
          304, "", new byte[0], Map.of("ETag", file.etag(), "Cache-Control", caching));
    }
    boolean gzip = file.gzipped().length < file.plain().length && takesGzip(request);
    Response reply =
        new Response(200, file.type(), gzip ? file.gzipped() : file.plain(), Map.of())
            .withHeader("ETag", file.etag())
            .withHeader("Cache-Control", caching)
            .withHeader("Vary", file.type().equals(HTML) ? PAGES_VARY : "Accept-Encoding")
            .withHeader("Content-Security-Policy", contentSecurityPolicy)
            .withHeader("Referrer-Policy", "no-referrer")
            .withHeader("Cross-Origin-Opener-Policy", "same-origin");
    return gzip ? reply.withHeader("Content-Encoding", "gzip") : reply;
  }

  /// A long, seldom requested text, compressed for clients that accept it.
  public static Response longText(Request request, String type, String text) {
    if (!takesGzip(request)) {
      return Response.text(type, text);
    }
    byte[] gzipped = gzip(text.getBytes(StandardCharsets.UTF_8));
    return new Response(
        200, type, gzipped, Map.of("Content-Encoding", "gzip", "Vary", "Accept-Encoding"));
  }

  private static boolean takesGzip(Request request) {
    return request.header("Accept-Encoding").filter(it -> it.contains("gzip")).isPresent();
  }

  private Optional<File> find(String path) {
    File known = files.get(path);
    if (known != null) {
      return Optional.of(known);
    }
    String extension = path.substring(path.lastIndexOf('.') + 1);
    String type = TYPES.get(extension);
    if (type == null || !PATH.matcher(path).matches() || path.contains("..")) {
      return Optional.empty();
    }
    boolean library = path.startsWith("/lib/");
    if (MESSAGES.matcher(path).matches()) {
      return messages(path);
    }
    String resource = library ? "META-INF/resources/webjars/" + path.substring(5) : "web" + path;
    Optional<File> read =
        (library ? resource(resource) : source(path).or(() -> resource(resource)))
            .map(bytes -> file(type, library ? bytes : prepared(path, extension, bytes), library));
    if (library || sources.isEmpty()) {
      read.ifPresent(file -> files.put(path, file));
    }
    return read;
  }

  /// A language's messages as a script for the page's modules: without a request that these would
  /// have to wait for.
  private Optional<File> messages(String path) {
    String json = path.replace(".js", ".json");
    Optional<File> script =
        source(json)
            .or(() -> resource("web" + json))
            .map(bytes -> {
              String text = new String(bytes, StandardCharsets.UTF_8);
              byte[] assigned =
                  "globalThis.messages = %s;\n".formatted(text).getBytes(StandardCharsets.UTF_8);
              return file(JAVASCRIPT, assigned, false);
            });
    if (sources.isEmpty()) {
      script.ifPresent(file -> files.put(path, file));
    }
    return script;
  }

  private Optional<byte[]> source(String path) {
    Optional<Path> file = sources.map(folder -> folder.resolve(path.substring(1)));
    try {
      return file.isPresent() && Files.isRegularFile(file.get())
          ? Optional.of(Files.readAllBytes(file.get()))
          : Optional.empty();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private byte[] prepared(String path, String extension, byte[] bytes) {
    return switch (extension) {
      case "html" -> framed(path, bytes);
      case "js" -> uncommented(bytes);
      case "css" -> uncommented(withImports(path, bytes));
      default -> bytes;
    };
  }

  /// A line of a style sheet that puts another before it.
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^@import '(/css/[a-z/-]+\\.css)';\\n+");

  /// A style sheet together with those it imports, each once: as requests of their own they would
  /// delay the first paint one after the other.
  private byte[] withImports(String path, byte[] sheet) {
    Set<String> taken = new HashSet<>(Set.of(path));
    return imported(new String(sheet, StandardCharsets.UTF_8), taken)
        .getBytes(StandardCharsets.UTF_8);
  }

  private String imported(String sheet, Set<String> taken) {
    return IMPORT
        .matcher(sheet)
        .replaceAll(line ->
            taken.add(line.group(1))
                ? Matcher.quoteReplacement(imported(sheetAt(line.group(1)), taken))
                : "");
  }

  private String sheetAt(String path) {
    return source(path)
        .or(() -> resource("web" + path))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElseThrow(() -> new IllegalStateException("no such style sheet: " + path));
  }

  private byte[] framed(String path, byte[] page) {
    return frame
        .around(path, new String(page, StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static File file(String type, byte[] plain, boolean immutable) {
    return new File(
        type,
        plain,
        gzip(plain),
        "\"" + base64(Sha256.of(plain)).substring(0, 22) + "\"",
        immutable);
  }

  /// A resource whole, when there is one.
  static Optional<byte[]> resource(String name) {
    try (InputStream in = StaticFiles.class.getClassLoader().getResourceAsStream(name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Lines that are comments alone, in the pages' own scripts and style sheets, where no text has
  /// such a line.
  private static final Pattern COMMENTS =
      Pattern.compile("(?ms)^[ \\t]*(?://[^\\n]*|/\\*.*?\\*/[ \\t]*)$");

  /// Without comments, which browsers have no use for; lines keep their numbers.
  private static byte[] uncommented(byte[] source) {
    String text = new String(source, StandardCharsets.UTF_8);
    return COMMENTS
        .matcher(text)
        .replaceAll(
            comment -> "\n".repeat((int) comment.group().chars().filter(c -> c == '\n').count()))
        .getBytes(StandardCharsets.UTF_8);
  }

  /// As small as gzip gets it: made once, sent often.
  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new SmallestGzip(out)) {
      gzip.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory does no I/O", impossible);
    }
    return out.toByteArray();
  }

  private static final class SmallestGzip extends GZIPOutputStream {
    SmallestGzip(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
