package dev.pitboss.server;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.pitboss.server.web.OpenApiDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/// Holds replies against the API document that the server serves: status, content type, and the
/// body by its JSON schema, in which no field may be missing and none undocumented. Schemas are
/// compiled once in a virtual machine. Thread-safe.
public final class DocumentedReplies {
  /// Names the schemas among themselves; nothing is there.
  private static final String BASE = "https://pitboss.test/replies";

  /// Of requests that get to no operation.
  private static final String PROBLEM = "Problem";

  /// Can be answered to any request, before its operation is looked up.
  private static final Set<Integer> BEFORE_ROUTING =
      Set.of(400, 408, 413, 414, 417, 429, 431, 500, 503, 505);

  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;

  private static final DocumentedReplies SERVED =
      new DocumentedReplies(new ObjectMapper().readTree(OpenApiDocument.served().json()));

  private final List<Operation> operations = new ArrayList<>();
  private final SchemaRegistry registry;
  private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

  /// A reply as it came.
  ///
  /// @param method of its request
  /// @param target path and query of its request
  /// @param contentType empty without one
  public record Reply(String method, String target, int status, String contentType, String body) {
    String path() {
      return target.split("[?#]", 2)[0];
    }

    /// Without parameters.
    String mediaType() {
      return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
  }

  /// @param schemas name of the body's schema by status and media type; empty for any body
  private record Operation(
      String method,
      String template,
      Pattern path,
      Map<Integer, Map<String, Optional<String>>> schemas) {
    boolean isLiteral() {
      return !template.contains("{");
    }
  }

  private DocumentedReplies(JsonNode document) {
    ObjectNode schemas = StrictSchemas.of(document);
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(operation ->
                    operations.add(
                        operation(
                            document,
                            operation.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            operation.getValue(),
                            schemas))));
    registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder
                    .schemas(Map.of(BASE, schemas.toString()))
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
  }

  /// The document on the class path, which the server serves.
  public static DocumentedReplies served() {
    return SERVED;
  }

  /// The operation that answers such a request: its method and template; empty without one.
  public String operationOf(String method, String target) {
    Reply request = new Reply(method, target, 0, "", "");
    return find(request).map(found -> found.method() + " " + found.template()).orElse("");
  }

  /// Fails a test whose reply differs from the document.
  public void check(Reply reply) {
    List<String> faults = faults(reply);
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "not as openapi.yaml has it: %s %s, status %d:%n%s%n%s"
              .formatted(
                  reply.method(),
                  reply.target(),
                  reply.status(),
                  String.join("\n", faults),
                  reply.body()));
    }
  }

  /// What differs, each with its place and rule; empty when nothing does.
  public List<String> faults(Reply reply) {
    if (reply.method().equals("OPTIONS")) {
      return List.of(); // the document describes it once, for all paths
    }
    Optional<Operation> operation = find(reply);
    if (operation.isEmpty() && !reply.path().startsWith("/api/")) {
      return List.of(); // pages and other files are no part of the document
    }
    Map<String, Optional<String>> documented =
        operation.map(found -> found.schemas().get(reply.status())).orElse(null);
    if (documented == null) {
      return isWithoutOperation(reply, operation.isPresent())
          ? faultsOfBody(reply, Map.of("application/problem+json", Optional.of(PROBLEM)))
          : List.of("status " + reply.status() + " is not documented");
    }
    return faultsOfBody(reply, documented);
  }

  /// Whether the status is one that a request gets whose path or method is not documented.
  private boolean isWithoutOperation(Reply reply, boolean hasOperation) {
    if (hasOperation) {
      return false;
    }
    boolean hasPath =
        operations.stream().anyMatch(operation -> operation.path().matcher(reply.path()).matches());
    return BEFORE_ROUTING.contains(reply.status())
        || reply.status() == (hasPath ? METHOD_NOT_ALLOWED : NOT_FOUND);
  }

  private List<String> faultsOfBody(Reply reply, Map<String, Optional<String>> documented) {
    if (documented.isEmpty()) {
      return reply.body().isEmpty() && reply.contentType().isEmpty()
          ? List.of()
          : List.of("a body is not documented: " + reply.contentType());
    }
    Optional<String> schema = documented.get(reply.mediaType());
    if (schema == null) {
      return List.of(
          "content type " + reply.contentType() + " is not documented, but " + documented.keySet());
    }
    if (reply.method().equals("HEAD")) {
      return reply.body().isEmpty() ? List.of() : List.of("HEAD is answered with a body");
    }
    if (schema.isEmpty() || !isJson(reply.mediaType())) {
      return List.of();
    }
    return compiled(schema.get()).validate(reply.body(), InputFormat.JSON).stream()
        .map(DocumentedReplies::text)
        .toList();
  }

  /// Lines of JSON are no JSON text.
  private static boolean isJson(String mediaType) {
    return mediaType.equals("application/json") || mediaType.endsWith("+json");
  }

  private Schema compiled(String name) {
    return compiled.computeIfAbsent(
        name,
        _ -> {
          Schema schema = registry.getSchema(SchemaLocation.of(BASE + "#/$defs/" + name));
          schema.initializeValidators();
          return schema;
        });
  }

  private static String text(Error error) {
    String pointer = error.getInstanceLocation().toString();
    return "%s: %s (%s)"
        .formatted(pointer.isEmpty() ? "/" : pointer, error.getMessage(), error.getKeyword());
  }

  /// The operation with a literal path before one with parameters.
  private Optional<Operation> find(Reply reply) {
    String method = reply.method().equals("HEAD") ? "GET" : reply.method();
    Operation found = null;
    for (Operation operation : operations) {
      if (operation.method().equals(method)
          && operation.path().matcher(reply.path()).matches()
          && (found == null || operation.isLiteral())) {
        found = operation;
      }
    }
    return Optional.ofNullable(found);
  }

  private static Operation operation(
      JsonNode document, String method, String template, JsonNode operation, ObjectNode schemas) {
    Map<Integer, Map<String, Optional<String>>> byStatus = new HashMap<>();
    operation
        .path("responses")
        .properties()
        .forEach(response -> {
          Map<String, Optional<String>> byType = new HashMap<>();
          StrictSchemas.resolved(document, response.getValue())
              .path("content")
              .properties()
              .forEach(content ->
                  byType.put(
                      content.getKey().split(";", 2)[0],
                      StrictSchemas.add(document, schemas, content.getValue().path("schema"))));
          byStatus.put(Integer.parseInt(response.getKey()), byType);
        });
    return new Operation(method, template, pattern(template), byStatus);
  }

  private static Pattern pattern(String template) {
    StringBuilder text = new StringBuilder();
    Matcher parameters = Pattern.compile("\\{\\w+}").matcher(template);
    int at = 0;
    while (parameters.find()) {
      text.append(Pattern.quote(template.substring(at, parameters.start()))).append("[^/]+");
      at = parameters.end();
    }
    return Pattern.compile(text + Pattern.quote(template.substring(at)));
  }
}
