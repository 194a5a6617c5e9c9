package dev.pitboss.issuer;

import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/// Spring Authorization Server with one client, `pitboss`, and two users, `ann` and `bob`, on a
/// free port of the loopback address. Says `Issuer is open: URL` once it is.
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Issuer {
  private static final String CLIENT = "spring.security.oauth2.authorizationserver.client.pitboss.";

  /// Serves until the process ends.
  ///
  /// @param arguments the client's secret, and the password of both users
  public static void main(String[] arguments) {
    String registration = CLIENT + "registration.";
    Map<String, Object> settings =
        Map.ofEntries(
            Map.entry("server.address", "127.0.0.1"),
            Map.entry("server.port", "0"),
            Map.entry("server.servlet.session.cookie.name", "ISSUER"),
            Map.entry("spring.main.banner-mode", "off"),
            Map.entry("spring.main.lazy-initialization", "true"),
            Map.entry("logging.level.root", "warn"),
            Map.entry("issuer.password", arguments[1]),
            Map.entry(registration + "client-id", "pitboss"),
            Map.entry(registration + "client-secret", "{noop}" + arguments[0]),
            Map.entry(registration + "client-authentication-methods", "client_secret_basic"),
            Map.entry(registration + "authorization-grant-types", "authorization_code"),
            // on the loopback address the port is not compared
            Map.entry(registration + "redirect-uris", "http://127.0.0.1/account.html"),
            Map.entry(registration + "scopes", "openid,profile"),
            Map.entry(CLIENT + "require-proof-key", "true"));
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(Issuer.class).properties(settings).run();
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    System.out.println("Issuer is open: http://127.0.0.1:" + port);
  }

  @Bean
  UserDetailsService users(org.springframework.core.env.Environment environment) {
    String password = "{noop}" + environment.getRequiredProperty("issuer.password");
    return new InMemoryUserDetailsManager(
        User.withUsername("ann").password(password).roles("USER").build(),
        User.withUsername("bob").password(password).roles("USER").build());
  }

  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> names() {
    return context -> {
      Authentication principal = context.getPrincipal();
      if (principal != null) {
        context.getClaims().claim("preferred_username", principal.getName());
      }
    };
  }
}
