package dev.pitboss.server.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.pitboss.server.players.Identity;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdTokensTest {
  private static final String ISSUER = "https://issuer.example";

  private static final RSAKey KEY = generate();
  private static final RSAKey STRANGERS = generate();

  private final IdTokens tokens =
      new IdTokens(ISSUER, "pitboss", new ImmutableJWKSet<>(new JWKSet(KEY.toPublicJWK())));
  private final Instant now = Instant.now();

  @Test
  void tokenTheIssuerSignedForUsIsBelieved() throws Exception {
    Identity identity = tokens.read(signed(claims().build()), "n");

    assertThat(identity).isEqualTo(new Identity(ISSUER, "ann-1", Optional.of("ann")));
  }

  @Test
  void tokenForAnotherAudienceOrTimeIsNot() {
    refused(claims().audience("another"));
    refused(claims().issuer("https://evil.example"));
    refused(claims().claim("nonce", "another"));
    refused(claims().claim("nonce", null));
    refused(claims().expirationTime(Date.from(now.minusSeconds(120))));
    refused(claims().issueTime(Date.from(now.plusSeconds(600))));
    refused(claims().subject(null));
    refused(claims().subject("x".repeat(256)));
  }

  @Test
  void tokenWithAForeignOrNoSignatureIsNot() throws Exception {
    JWTClaimsSet claims = claims().build();

    refused(sign(claims, JWSAlgorithm.RS256, new RSASSASigner(STRANGERS)));
    refused(new PlainJWT(claims));
    refused(sign(claims, JWSAlgorithm.HS256, new MACSigner(KEY.toRSAPublicKey().getEncoded())));
    String[] parts = signed(claims).serialize().split("\\.", -1);
    String other = signed(claims().subject("bob-1").build()).serialize().split("\\.", -1)[1];
    refused(SignedJWT.parse(parts[0] + "." + other + "." + parts[2]));
  }

  private static RSAKey generate() {
    try {
      return new RSAKeyGenerator(2048).keyID("1").generate();
    } catch (JOSEException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .subject("ann-1")
        .audience("pitboss")
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(300)))
        .claim("nonce", "n")
        .claim("preferred_username", "ann");
  }

  private void refused(JWTClaimsSet.Builder claims) {
    assertThatThrownBy(() -> tokens.read(signed(claims.build()), "n"))
        .isInstanceOf(BadJOSEException.class);
  }

  private void refused(JWT token) {
    assertThatThrownBy(() -> tokens.read(token, "n")).isInstanceOf(BadJOSEException.class);
  }

  private static JWT signed(JWTClaimsSet claims) throws Exception {
    return sign(claims, JWSAlgorithm.RS256, new RSASSASigner(KEY));
  }

  private static JWT sign(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer)
      throws Exception {
    SignedJWT token = new SignedJWT(new JWSHeader.Builder(algorithm).keyID("1").build(), claims);
    token.sign(signer);
    return SignedJWT.parse(token.serialize());
  }
}
