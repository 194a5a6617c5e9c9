package applications;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Keycloak, over Quarkus, Hibernate, Narayana and Agroal.
record Keycloak(int java, int port) implements Application {
  @Override
  public String name() {
    return "keycloak";
  }

  @Override
  public String version() {
    return "Keycloak 26.7.3";
  }

  @Override
  public String pool() {
    return "Agroal, XA by Narayana";
  }

  @Override
  public void prepare(Path folder) throws IOException, InterruptedException {
    Artifacts.unpack("org.keycloak:keycloak-quarkus-dist:26.7.3:zip", folder);
  }

  /// The pool counts only where metrics are enabled.
  @Override
  public Command command(Path folder, Path javaHome, Optional<String> agent) {
    return new Command(
        folder,
        List.of("bash", "bin/kc.sh", "start-dev", "--http-port=" + port, "--metrics-enabled=true"),
        Map.of(
            "KC_BOOTSTRAP_ADMIN_USERNAME",
            "admin",
            "KC_BOOTSTRAP_ADMIN_PASSWORD",
            "admin",
            "JAVA_OPTS_APPEND",
            agent.orElse("")));
  }

  private String address() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public String readyAt() {
    return address() + "/realms/master";
  }

  @Override
  @SuppressWarnings("unchecked")
  public void use() throws IOException, InterruptedException {
    String answer =
        Web.post(
            address() + "/realms/master/protocol/openid-connect/token",
            Map.of(
                "client_id", "admin-cli",
                "username", "admin",
                "password", "admin",
                "grant_type", "password"));
    String token = (String) ((Map<String, Object>) Json.read(answer)).get("access_token");
    for (int i = 0; i < 5; i++) {
      Web.get(address() + "/admin/realms/master/users", token);
      Web.get(address() + "/admin/realms/master/clients", token);
    }
  }

  @Override
  public String ownLines(Path folder) {
    return "\\w*(Jpa|Keycloak|Infinispan|Migration|EntityManagerProxy|Liquibase)\\w*\\.java::.*:L[1-9]\\d*";
  }

  /// Hibernate looks at the database.
  @Override
  public String aloneLines() {
    return "QuarkusConnectionProvider\\.java::getConnection:L\\d+";
  }

  @Override
  public boolean builds() {
    return true;
  }

  @Override
  public Set<String> names(Path folder) {
    return Set.of("<default>");
  }
}
