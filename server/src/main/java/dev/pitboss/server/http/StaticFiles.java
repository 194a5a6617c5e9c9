package dev.pitboss.server.http;

import dev.pitboss.server.hashing.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/// The lobby's files, from the class path: `/` and `/NAME.html` are pages, `/css`, `/js` and `/img`
/// what they need, `/lib/NAME/VERSION/…` the pinned libraries. Each file is read and compressed
/// once. Thread-safe.
final class StaticFiles {
  /// Path segments made of plain names only, so no path leads out of the two folders served.
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_@-][A-Za-z0-9._@-]*)+");

  private static final String IMPORT_MAP_MARK = "<!-- importmap -->";

  /// Where a page takes the theme script in: inline, as it decides the first paint and a request of
  /// its own would delay that.
  private static final String THEME_MARK = "<!-- theme -->";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml",
          "json", "application/json",
          "yaml", "application/yaml",
          "ico", "image/x-icon");

  private final String importMap;
  private final String theme;
  private final String contentSecurityPolicy;
  private final Map<String, File> files = new ConcurrentHashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // kept once, never compared
  private record File(String type, byte[] plain, byte[] gzipped, String etag, boolean immutable) {}

  StaticFiles() {
    importMap = importMap();
    theme =
        resource("web/js/core/theme.js")
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElseThrow(() -> new IllegalStateException("not on the class path: theme.js"));
    contentSecurityPolicy =
        "default-src 'self'; script-src 'self' 'sha256-"
            + base64(Sha256.of(importMap))
            + "' 'sha256-"
            + base64(Sha256.of(theme))
            + "'; style-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'";
  }

  /// The file at the request's path, or a 404.
  Reply serve(Request request) {
    String path = request.path().equals("/") ? "/lobby.html" : request.path();
    Optional<File> found = find(path);
    if (found.isEmpty()) {
      return Reply.problem(Dispatcher.notFound());
    }
    File file = found.get();
    String caching = file.immutable() ? "public, max-age=31536000, immutable" : "no-cache";
    if (request.header("If-None-Match").filter(file.etag()::equals).isPresent()) {
      return new Reply(304, "", new byte[0], Map.of("ETag", file.etag(), "Cache-Control", caching));
    }
    boolean gzip =
        file.gzipped().length < file.plain().length
            && request.header("Accept-Encoding").filter(it -> it.contains("gzip")).isPresent();
    Reply reply =
        new Reply(200, file.type(), gzip ? file.gzipped() : file.plain(), Map.of())
            .withHeader("ETag", file.etag())
            .withHeader("Cache-Control", caching)
            .withHeader("Vary", "Accept-Encoding")
            .withHeader("Content-Security-Policy", contentSecurityPolicy)
            .withHeader("Referrer-Policy", "no-referrer")
            .withHeader("Cross-Origin-Opener-Policy", "same-origin");
    return gzip ? reply.withHeader("Content-Encoding", "gzip") : reply;
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
    String resource = library ? "META-INF/resources/webjars/" + path.substring(5) : "web" + path;
    Optional<File> read =
        resource(resource).map(bytes -> file(type, extension.equals("html"), bytes, library));
    read.ifPresent(file -> files.put(path, file));
    return read;
  }

  private File file(String type, boolean page, byte[] bytes, boolean immutable) {
    byte[] plain =
        page
            ? new String(bytes, StandardCharsets.UTF_8)
                .replace(IMPORT_MAP_MARK, "<script type=\"importmap\">" + importMap + "</script>")
                .replace(THEME_MARK, "<script>" + theme + "</script>")
                .getBytes(StandardCharsets.UTF_8)
            : bytes;
    return new File(
        type,
        plain,
        gzip(plain),
        "\"" + base64(Sha256.of(plain)).substring(0, 22) + "\"",
        immutable);
  }

  /// Bare names the pages import, onto the versions on the class path.
  private static String importMap() {
    StringBuilder map = new StringBuilder("{\"imports\":{");
    record Library(String name, String jar, String main) {}
    for (Library library :
        List.of(
            new Library("lit", "lit", "index.js"),
            new Library("lit-html", "lit-html", "lit-html.js"),
            new Library("lit-element", "lit-element", "index.js"),
            new Library("@lit/reactive-element", "lit__reactive-element", "reactive-element.js"))) {
      String root = "/lib/" + library.jar() + "/" + versionOf(library.jar()) + "/";
      map.append(map.charAt(map.length() - 1) == '{' ? "" : ",")
          .append("\"%s\":\"%s%s\",".formatted(library.name(), root, library.main()))
          .append("\"%s/\":\"%s\"".formatted(library.name(), root));
    }
    return map.append("}}").toString();
  }

  private static String versionOf(String jar) {
    String descriptor = "META-INF/maven/org.webjars.npm/" + jar + "/pom.properties";
    Properties properties = new Properties();
    try (InputStream in = StaticFiles.class.getClassLoader().getResourceAsStream(descriptor)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + descriptor);
      }
      properties.load(in);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return properties.getProperty("version");
  }

  /// A resource whole, when there is one.
  static Optional<byte[]> resource(String name) {
    try (InputStream in = StaticFiles.class.getClassLoader().getResourceAsStream(name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory does no I/O", impossible);
    }
    return out.toByteArray();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
