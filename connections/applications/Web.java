package applications;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/// Requests to this machine.
final class Web {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private Web() {}

  static String get(String address) throws IOException, InterruptedException {
    return send(request(address).build());
  }

  static String get(String address, String token) throws IOException, InterruptedException {
    return send(request(address).header("Authorization", "Bearer " + token).build());
  }

  static String post(String address, Map<String, String> form)
      throws IOException, InterruptedException {
    return send(form(address, form).build());
  }

  /// As a user whose name is the password, too.
  static String postAs(String user, String address, Map<String, String> form)
      throws IOException, InterruptedException {
    return send(form(address, form).header("Authorization", basic(user)).build());
  }

  /// As a user whose name is the password, too.
  static String getAs(String user, String address) throws IOException, InterruptedException {
    return send(request(address).header("Authorization", basic(user)).build());
  }

  private static String basic(String user) {
    byte[] name = (user + ":" + user).getBytes(StandardCharsets.US_ASCII);
    return "Basic " + Base64.getEncoder().encodeToString(name);
  }

  private static HttpRequest.Builder form(String address, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining("&"));
    return request(address)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /// Whether it is answered, with a status below 400.
  static boolean answers(String address) throws InterruptedException {
    try {
      return CLIENT
              .send(request(address).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode()
          < 400;
    } catch (IOException _) {
      return false;
    }
  }

  private static HttpRequest.Builder request(String address) {
    return HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30));
  }

  private static String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        CLIENT.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() >= 400) {
      throw new IOException(
          request.uri() + " answers " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }
}
