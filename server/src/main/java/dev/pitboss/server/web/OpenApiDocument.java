package dev.pitboss.server.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The API's description: written by hand in YAML, and served as JSON too. Immutable.
///
/// @param yaml as it is written
/// @param json the same document
public record OpenApiDocument(String yaml, String json) {
  private static final String RESOURCE = "openapi.yaml";

  /// Read when it is first asked for: most servers never are, and a start is quicker without.
  private static final class Read {
    private static final OpenApiDocument DOCUMENT = load();
  }

  /// The document on the class path.
  public static OpenApiDocument served() {
    return Read.DOCUMENT;
  }

  private static OpenApiDocument load() {
    byte[] yaml =
        StaticFiles.resource(RESOURCE)
            .orElseThrow(() -> new IllegalStateException("not on the class path: " + RESOURCE));
    return new OpenApiDocument(new String(yaml, StandardCharsets.UTF_8), json(yaml));
  }

  private static String json(byte[] yaml) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonParser parser = new YAMLFactory().createParser(yaml);
        JsonGenerator generator = new JsonFactory().createGenerator(json)) {
      parser.nextToken();
      generator.copyCurrentStructure(parser);
    } catch (IOException failure) {
      throw new UncheckedIOException(RESOURCE + " is no YAML", failure);
    }
    return json.toString(StandardCharsets.UTF_8);
  }
}
