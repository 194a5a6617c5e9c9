package dev.pitboss.server.web;

import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.http.Pages;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.published.FrontStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The static files of studios' front ends, `/fronts/ID/HASH/…`, at the hosts of operators that
/// offer the game; every other path is another's.
///
/// They are pages that we did not write. Their policy puts each into a sandbox, where it has an
/// origin of its own that equals no other: it reads no cookie, storage or page of this host, and a
/// request of it carries none of the player's. All it can do is ask the front ends' calls, which
/// take any origin. It loads nothing from other hosts. Storage that forgets takes the place of that
/// which the sandbox denies. Thread-safe.
public final class FrontFiles implements Pages {
  /// What the addresses of front ends begin with.
  private static final String ROOT = "/fronts/";

  private static final Pattern PATH = Pattern.compile("/fronts/([a-z0-9-]+)/([0-9a-f]{64})/(.+)");

  private static final String BINARY = "application/octet-stream";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("avif", "image/avif"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("m4a", "audio/mp4"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("wav", "audio/wav"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("webm", "video/webm"),
          Map.entry("woff", "font/woff"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("ttf", "font/ttf"),
          Map.entry("otf", "font/otf"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("atlas", "text/plain; charset=utf-8"),
          Map.entry("fnt", "text/plain; charset=utf-8"),
          Map.entry("xml", "application/xml"));

  /// Builders write scripts and styles into the page, and shaders and workers as blobs; what that
  /// could do to us is taken by the sandbox.
  private static final String POLICY =
      "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:;"
          + " style-src 'self' 'unsafe-inline'; connect-src 'self' data: blob:;"
          + " worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'self'; sandbox allow-scripts allow-pointer-lock"
          + " allow-orientation-lock";

  private final FrontStore fronts;
  private final GameCatalogue catalogue;
  private final Operators operators;
  private final Pages others;

  public FrontFiles(FrontStore fronts, GameCatalogue catalogue, Operators operators, Pages others) {
    this.fronts = fronts;
    this.catalogue = catalogue;
    this.operators = operators;
    this.others = others;
  }

  /// Where the front end of a game is opened; empty when it has none.
  public static Optional<String> pathOf(FrontStore fronts, String id) {
    return fronts.of(id).map(hash -> ROOT + id + "/" + hash + "/" + FrontStore.INDEX);
  }

  @Override
  public Response serve(Request request) {
    return request.path().startsWith(ROOT) ? front(request) : others.serve(request);
  }

  private Response front(Request request) {
    Matcher path = PATH.matcher(decoded(request.path()));
    boolean isHere =
        path.matches()
            && operators
                .find(request.host())
                .filter(operator -> catalogue.isFor(operator, path.group(1)))
                .isPresent();
    try {
      Optional<byte[]> file = isHere ? fronts.file(path.group(2), path.group(3)) : Optional.empty();
      return file.map(bytes -> response(path.group(3), bytes))
          .orElseGet(() -> Response.problem(Problem.notFound()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Blanks and brackets in names come escaped.
  private static String decoded(String path) {
    try {
      String decoded = new URI(path).getPath();
      return decoded == null ? "" : decoded;
    } catch (URISyntaxException _) {
      return "";
    }
  }

  /// The address has the hash of the content, so it stays as it is.
  private static Response response(String path, byte[] bytes) {
    String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    byte[] served = extension.equals("html") ? SandboxStorage.into(bytes) : bytes;
    return new Response(200, TYPES.getOrDefault(extension, BINARY), served, Map.of())
        .withHeader("Cache-Control", "public, max-age=31536000, immutable")
        .withHeader("Content-Security-Policy", POLICY)
        .withHeader("Access-Control-Allow-Origin", "*") // modules and fonts are asked for by origin
        .withHeader("Referrer-Policy", "no-referrer") // the address has the session
        .withHeader("Cross-Origin-Opener-Policy", "same-origin");
  }
}
