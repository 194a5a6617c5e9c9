package dev.pitboss.server.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.pitboss.server.players.Identity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An OpenID Connect issuer, by authorization code with PKCE. What it says of itself, and its keys,
/// are remembered. Never call it with a database connection in hand. Thread-safe.
public final class OpenIdIssuer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenIdIssuer.class);

  /// How long what the issuer says of itself is taken for true.
  private static final Duration MEMORY = Duration.ofHours(1);

  private final OpenIdOptions options;
  private final InstantSource clock;
  private final Outgoing outgoing = new Outgoing();
  private volatile @Nullable Known known;

  public OpenIdIssuer(OpenIdOptions options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
  }

  private record Known(OIDCProviderMetadata metadata, IdTokens tokens, Instant since) {}

  /// Result of a code.
  public sealed interface Answer {
    record Identified(Identity identity) implements Answer {}

    /// The code, or what was given for it, is not good.
    record Refused() implements Answer {}

    /// The issuer did not answer as it should; trying again may help.
    record Away() implements Answer {}
  }

  /// What the issuer is called.
  public String name() {
    return options.name();
  }

  /// Where the browser is sent; empty when the issuer cannot be reached.
  ///
  /// @param redirectUri where it comes back, as registered with the issuer
  public Optional<URI> entrance(OpenIdAttempt attempt, URI redirectUri) {
    try {
      return Optional.of(
          new AuthenticationRequest.Builder(
                  ResponseType.CODE,
                  new Scope("openid", "profile"),
                  new ClientID(options.clientId()),
                  redirectUri)
              .endpointURI(known().metadata().getAuthorizationEndpointURI())
              .state(new State(attempt.state()))
              .nonce(new Nonce(attempt.nonce()))
              .codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256)
              .build()
              .toURI());
    } catch (IOException away) {
      LOG.warn("the OpenID issuer {} is unavailable: {}", options.issuer(), away.toString());
      return Optional.empty();
    }
  }

  /// Who the code stands for.
  public Answer redeem(String code, OpenIdAttempt attempt, URI redirectUri) {
    try {
      Known issuer = known();
      HTTPResponse response = exchange(issuer, code, attempt, redirectUri);
      if (response.getStatusCode() != 200) {
        LOG.info("the OpenID issuer refused a code: {}", response.getStatusCode());
        return response.getStatusCode() < 500 ? new Answer.Refused() : new Answer.Away();
      }
      OIDCTokenResponse tokens =
          (OIDCTokenResponse) OIDCTokenResponseParser.parse(response).toSuccessResponse();
      JWT idToken = tokens.getOIDCTokens().getIDToken();
      return idToken == null
          ? new Answer.Refused()
          : new Answer.Identified(issuer.tokens().read(idToken, attempt.nonce()));
    } catch (BadJOSEException | ParseException unbelievable) {
      LOG.warn("the OpenID issuer's response is invalid: {}", unbelievable.toString());
      return new Answer.Refused();
    } catch (IOException | JOSEException away) {
      LOG.warn("the OpenID issuer {} is unavailable: {}", options.issuer(), away.toString());
      return new Answer.Away();
    }
  }

  @Override
  public void close() {
    outgoing.close();
  }

  private HTTPResponse exchange(Known issuer, String code, OpenIdAttempt attempt, URI redirectUri)
      throws IOException, ParseException {
    AuthorizationCodeGrant grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code), redirectUri, new CodeVerifier(attempt.verifier()));
    URI endpoint = issuer.metadata().getTokenEndpointURI();
    ClientID client = new ClientID(options.clientId());
    TokenRequest request =
        options.clientSecret().isEmpty()
            ? new TokenRequest.Builder(endpoint, client, grant).build()
            : new TokenRequest.Builder(
                    endpoint,
                    new ClientSecretBasic(client, new Secret(options.clientSecret())),
                    grant)
                .build();
    HTTPRequest prepared = request.toHTTPRequest();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(endpoint)
            .POST(HttpRequest.BodyPublishers.ofString(prepared.getBody()));
    for (Map.Entry<String, List<String>> header : prepared.getHeaderMap().entrySet()) {
      header.getValue().forEach(value -> builder.setHeader(header.getKey(), value));
    }
    Outgoing.Answer answer = outgoing.send(builder);
    HTTPResponse response = new HTTPResponse(answer.status());
    if (!answer.contentType().isEmpty()) {
      response.setContentType(answer.contentType());
    }
    response.setBody(answer.body());
    return response;
  }

  /// What the issuer says of itself, asked for when it is not known or was long ago.
  private Known known() throws IOException {
    Known last = known;
    Instant now = clock.instant();
    if (last != null
        && last.since().plus(MEMORY).isAfter(now)
        && !last.since().isAfter(now)) { // else the clock was set back since
      return last;
    }
    try {
      Known fresh = discover(now);
      known = fresh;
      return fresh;
    } catch (ParseException malformed) {
      throw new IOException("its discovery document is unreadable", malformed);
    }
  }

  private Known discover(Instant now) throws IOException, ParseException {
    String issuer = options.issuer().toString();
    URI url = URI.create(issuer.replaceFirst("/$", "") + "/.well-known/openid-configuration");
    Outgoing.Answer answer = outgoing.get(url);
    if (answer.status() != 200) {
      throw new IOException("its discovery document has status " + answer.status());
    }
    OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(answer.body());
    if (!metadata.getIssuer().getValue().equals(issuer)) {
      throw new IOException("its issuer is " + metadata.getIssuer());
    }
    requireTrusted("authorization_endpoint", metadata.getAuthorizationEndpointURI());
    requireTrusted("token_endpoint", metadata.getTokenEndpointURI());
    requireTrusted("jwks_uri", metadata.getJWKSetURI());
    JWKSource<SecurityContext> keys =
        JWKSourceBuilder.<SecurityContext>create(
                metadata.getJWKSetURI().toURL(), url1 -> keys(URI.create(url1.toString())))
            .refreshAheadCache(false)
            .build();
    return new Known(metadata, new IdTokens(issuer, options.clientId(), keys), now);
  }

  private static void requireTrusted(String name, @Nullable URI endpoint) throws IOException {
    if (endpoint == null || !OpenIdOptions.isTrusted(endpoint)) {
      throw new IOException("it has no trusted " + name);
    }
  }

  private Resource keys(URI url) throws IOException {
    Outgoing.Answer answer = outgoing.get(url);
    if (answer.status() != 200) {
      throw new IOException("its JWK set has status " + answer.status());
    }
    return new Resource(answer.body(), answer.contentType());
  }
}
