package dev.pitboss.server.passkeys;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether what an authenticator answers proves anything: for this site, to a challenge of this
/// browser's, with user presence and user verification. Which maker's device it is, is not asked.
/// Thread-safe.
///
/// The bytes are untrusted, and the library reports wrong ones by exceptions of its own, of its
/// JSON and CBOR readers, and of Java's. Nothing but those bytes is worked on here, so each of them
/// is a refusal.
public final class Proofs {
  /// Signatures taken, the best first: COSE numbers of ES256, EdDSA and RS256.
  public static final List<Integer> ALGORITHMS = List.of(-7, -8, -257);

  private static final int MAX_ID_BYTES = 1_023;

  private final Challenges challenges;

  public Proofs(Challenges challenges) {
    this.challenges = challenges;
  }

  /// What is answered.
  public Challenges challenges() {
    return challenges;
  }

  /// The library, loaded when the first passkey is used.
  private static final class Library {
    private static final ObjectConverter CONVERTER = new ObjectConverter();
    private static final WebAuthnManager MANAGER =
        WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
    private static final AttestedCredentialDataConverter CREDENTIALS =
        new AttestedCredentialDataConverter(CONVERTER);
    private static final List<PublicKeyCredentialParameters> KINDS =
        ALGORITHMS.stream()
            .map(algorithm ->
                new PublicKeyCredentialParameters(
                    PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(algorithm)))
            .toList();
  }

  /// Result of an answer.
  @SuppressWarnings("ArrayRecordComponent") // used once, never compared
  public sealed interface Verdict<T> {
    /// It proves what it says.
    ///
    /// @param challenge which must not be answered again
    record Good<T>(T proven, byte[] challenge) implements Verdict<T> {}

    /// The passkey has signed more often than this: there are two of it.
    record Copied<T>() implements Verdict<T> {}

    /// It proves nothing.
    ///
    /// @param why for the log; tells nothing of what was sent
    record Refused<T>(String why) implements Verdict<T> {}
  }

  /// What a signature proves.
  ///
  /// @param signCount of the passkey from now on
  public record Presence(long signCount, boolean backedUp) {}

  /// Whether a passkey was made for that player.
  public Verdict<Credential> made(
      RelyingParty site, PasskeyAttempt attempt, long playerId, Answers.Made answer) {
    try {
      RegistrationData data =
          Library.MANAGER.parse(new RegistrationRequest(answer.attestation(), answer.clientData()));
      byte[] challenge = challengeOf(data.getCollectedClientData());
      if (!challenges.isGood(challenge, attempt, Challenges.adding(playerId))) {
        return new Verdict.Refused<>("not this browser's challenge, or too late");
      }
      Library.MANAGER.verify(
          data, new RegistrationParameters(property(site, challenge), Library.KINDS, true, true));
      AttestationObject attestation = data.getAttestationObject();
      AuthenticatorData<?> seen = attestation == null ? null : attestation.getAuthenticatorData();
      AttestedCredentialData made = seen == null ? null : seen.getAttestedCredentialData();
      if (seen == null || made == null || made.getCredentialId().length > MAX_ID_BYTES) {
        return new Verdict.Refused<>("no credential");
      }
      return new Verdict.Good<>(
          new Credential(
              made.getCredentialId(),
              Library.CREDENTIALS.convert(made),
              seen.getSignCount(),
              seen.isFlagBE(),
              seen.isFlagBS()),
          challenge);
    } catch (RuntimeException refused) {
      return new Verdict.Refused<>(refused.getClass().getSimpleName());
    }
  }

  /// Whether the passkey signed.
  ///
  /// @param playerId whose it is
  public Verdict<Presence> signed(
      RelyingParty site,
      PasskeyAttempt attempt,
      Answers.Signed answer,
      Credential known,
      long playerId) {
    if (!MessageDigest.isEqual(answer.userHandle(), challenges.userHandle(playerId))) {
      return new Verdict.Refused<>("another player's");
    }
    try {
      AuthenticationData data =
          Library.MANAGER.parse(
              new AuthenticationRequest(
                  answer.id(),
                  answer.userHandle(),
                  answer.authenticatorData(),
                  answer.clientData(),
                  answer.signature()));
      byte[] challenge = challengeOf(data.getCollectedClientData());
      if (!challenges.isGood(challenge, attempt, Challenges.SIGN_IN)) {
        return new Verdict.Refused<>("not this browser's challenge, or too late");
      }
      Library.MANAGER.verify(
          data,
          new AuthenticationParameters(
              property(site, challenge), record(known), List.of(known.id()), true, true));
      AuthenticatorData<?> seen = data.getAuthenticatorData();
      return seen == null
          ? new Verdict.Refused<>("no authenticator data")
          : new Verdict.Good<>(new Presence(seen.getSignCount(), seen.isFlagBS()), challenge);
    } catch (MaliciousCounterValueException _) {
      return new Verdict.Copied<>();
    } catch (RuntimeException refused) {
      return new Verdict.Refused<>(refused.getClass().getSimpleName());
    }
  }

  private static byte[] challengeOf(@Nullable CollectedClientData data) {
    return data == null || data.getChallenge() == null
        ? new byte[0]
        : data.getChallenge().getValue();
  }

  private static ServerProperty property(RelyingParty site, byte[] challenge) {
    return ServerProperty.builder()
        .origin(new Origin(site.origin()))
        .rpId(site.id())
        .challenge(new DefaultChallenge(challenge))
        .build();
  }

  private static CredentialRecordImpl record(Credential known) {
    return new CredentialRecordImpl(
        new NoneAttestationStatement(),
        true,
        known.backupEligible(),
        known.backedUp(),
        known.signCount(),
        Library.CREDENTIALS.convert(known.attested()),
        null,
        null,
        null,
        null);
  }
}
