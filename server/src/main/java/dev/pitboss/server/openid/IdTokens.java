package dev.pitboss.server.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.pitboss.server.players.Identity;
import java.util.Optional;
import java.util.Set;

/// Whom an ID token speaks of, when it is one: signed by the issuer with a key of its own, meant
/// for us, of now, and asked for by this very browser. Thread-safe.
final class IdTokens {
  /// Signatures that only the issuer can make. `none` is no signature, and HMAC would take a key
  /// that others have for a secret.
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final int MAX_SUBJECT_LENGTH = 255;

  private final String issuer;
  private final IDTokenValidator validator;

  IdTokens(String issuer, String clientId, JWKSource<SecurityContext> keys) {
    this.issuer = issuer;
    this.validator =
        new IDTokenValidator(
            new Issuer(issuer),
            new ClientID(clientId),
            new JWSVerificationKeySelector<>(ALGORITHMS, keys),
            null);
  }

  /// Whom it speaks of.
  ///
  /// @param nonce what was asked with
  /// @throws BadJOSEException when it is not to be believed; the message says why
  /// @throws JOSEException when the issuer's keys cannot be had
  Identity read(JWT token, String nonce) throws BadJOSEException, JOSEException {
    IDTokenClaimsSet claims = validator.validate(token, new Nonce(nonce));
    String subject = claims.getSubject().getValue();
    if (subject.length() > MAX_SUBJECT_LENGTH) {
      throw new BadJOSEException("a subject has at most " + MAX_SUBJECT_LENGTH + " characters");
    }
    return new Identity(
        issuer, subject, Optional.ofNullable(claims.getStringClaim("preferred_username")));
  }
}
