package dev.pitboss.server.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.SoftKey;
import dev.pitboss.server.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which responses are accepted, and that every other one is refused.
class ProofsTest {
  private static final long PLAYER = 7;
  private static final RelyingParty SITE = new RelyingParty("localhost", "http://localhost:8080");

  private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Challenges challenges = new Challenges(new byte[32], clock);
  private final Proofs proofs = new Proofs(challenges);
  private final PasskeyAttempt attempt = PasskeyAttempt.fresh(new SecureRandom());
  private final SoftKey key = new SoftKey();

  @Test
  void challengeIsGoodForFiveMinutes() {
    Credential known = known();
    Answers.Made made = made(SITE);
    Answers.Signed signed = signed();
    clock.pass(Challenges.LIFETIME.minusMinutes(1));
    assertThat(make(made)).isInstanceOf(Proofs.Verdict.Good.class);
    assertThat(sign(signed, known)).isInstanceOf(Proofs.Verdict.Good.class);
    clock.pass(Duration.ofMinutes(1));
    assertThat(make(made)).isInstanceOf(Proofs.Verdict.Refused.class);
    assertThat(sign(signed, known)).isInstanceOf(Proofs.Verdict.Refused.class);
  }

  @Test
  void passkeyIsMadeForThisSiteByWhoWasRecognised() {
    assertThat(make(made(new RelyingParty("localhost", "https://evil.example"))))
        .isInstanceOf(Proofs.Verdict.Refused.class);
    assertThat(make(made(new RelyingParty("evil.example", SITE.origin()))))
        .isInstanceOf(Proofs.Verdict.Refused.class);
    key.verifiesUser(false);
    assertThat(make(made(SITE))).isInstanceOf(Proofs.Verdict.Refused.class);
    key.verifiesUser(true);
    assertThat(make(made(SITE))).as("the control").isInstanceOf(Proofs.Verdict.Good.class);
  }

  @Test
  void whatIsNoAnswerIsRefused() {
    Credential known = known();
    Answers.Made made = made(SITE);
    Answers.Signed signed = signed();
    for (byte[] bad : nonsense()) {
      assertThat(make(new Answers.Made(bad, made.attestation())))
          .isInstanceOf(Proofs.Verdict.Refused.class);
      assertThat(make(new Answers.Made(made.clientData(), bad)))
          .isInstanceOf(Proofs.Verdict.Refused.class);
      assertThat(sign(withClientData(signed, bad), known))
          .isInstanceOf(Proofs.Verdict.Refused.class);
      assertThat(sign(withAuthenticatorData(signed, bad), known))
          .isInstanceOf(Proofs.Verdict.Refused.class);
      assertThat(sign(withSignature(signed, bad), known))
          .isInstanceOf(Proofs.Verdict.Refused.class);
    }
  }

  @Test
  void answerWithAnyWrongOrMissingByteIsRejected() {
    Credential known = known();
    Answers.Signed signed = signed();
    for (byte[] bad : spoilt(signed.clientData())) {
      assertThat(sign(withClientData(signed, bad), known))
          .isInstanceOf(Proofs.Verdict.Refused.class);
    }
    for (byte[] bad : spoilt(signed.authenticatorData())) {
      assertThat(sign(withAuthenticatorData(signed, bad), known))
          .isInstanceOf(Proofs.Verdict.Refused.class);
    }
    for (byte[] bad : spoilt(signed.signature())) {
      assertThat(sign(withSignature(signed, bad), known))
          .isInstanceOf(Proofs.Verdict.Refused.class);
    }
    assertThat(sign(signed, known)).as("the control").isInstanceOf(Proofs.Verdict.Good.class);
  }

  /// A passkey with another id, key or counter is one, too, so some of these are good, and signing
  /// in by what is stored of them has any verdict, but has one.
  @Test
  void passkeyOfWhichAnyByteIsWrongIsJudged() {
    Answers.Made made = made(SITE);
    Answers.Signed signed = signed();
    for (byte[] bad : spoilt(made.attestation())) {
      if (make(new Answers.Made(made.clientData(), bad))
          instanceof Proofs.Verdict.Good<Credential>(Credential credential, byte[] _)) {
        assertThat(credential.attested()).isNotEmpty();
        assertThat(sign(signed, credential)).isNotNull();
      }
    }
    for (byte[] bad : spoilt(made.clientData())) {
      assertThat(make(new Answers.Made(bad, made.attestation()))).isNotNull();
    }
  }

  private static List<byte[]> nonsense() {
    List<byte[]> all = new ArrayList<>();
    for (String text :
        List.of("", "null", "{}", "[]", "\"\"", "{\"type\":1}", "{\"type\":\"webauthn.get\"}")) {
      all.add(text.getBytes(StandardCharsets.UTF_8));
    }
    for (int one : new int[] {0x00, 0x5f, 0x80, 0x9f, 0xa0, 0xa1, 0xf6, 0xff}) {
      all.add(new byte[] {(byte) one});
    }
    byte[] deep = new byte[10_000];
    Arrays.fill(deep, (byte) '[');
    all.add(deep);
    byte[] deepInCbor = new byte[10_000];
    Arrays.fill(deepInCbor, (byte) 0x81);
    all.add(deepInCbor);
    return all;
  }

  /// Each byte changed, and each end cut off.
  private static List<byte[]> spoilt(byte[] right) {
    List<byte[]> all = new ArrayList<>();
    for (int at = 0; at < right.length; at++) {
      byte[] changed = right.clone();
      changed[at] = (byte) ~changed[at];
      all.add(changed);
      all.add(Arrays.copyOf(right, at));
    }
    return all;
  }

  private Credential known() {
    return switch (make(made(SITE))) {
      case Proofs.Verdict.Good<Credential>(Credential credential, byte[] _) -> credential;
      case Proofs.Verdict.Copied<Credential>() -> throw new AssertionError("copied");
      case Proofs.Verdict.Refused<Credential>(String why) -> throw new AssertionError(why);
    };
  }

  private Proofs.Verdict<Credential> make(Answers.Made answer) {
    return proofs.made(SITE, attempt, PLAYER, answer);
  }

  private Proofs.Verdict<Proofs.Presence> sign(Answers.Signed answer, Credential known) {
    return proofs.signed(SITE, attempt, answer, known, PLAYER);
  }

  private Answers.Made made(RelyingParty site) {
    JsonNode body =
        json(
            key.made(
                text(challenges.toAdd(attempt, PLAYER)),
                site.id(),
                site.origin(),
                text(challenges.userHandle(PLAYER))));
    return new Answers.Made(bytes(body, "clientData"), bytes(body, "attestation"));
  }

  private Answers.Signed signed() {
    JsonNode body = json(key.signed(text(challenges.toSignIn(attempt)), SITE.id(), SITE.origin()));
    return new Answers.Signed(
        bytes(body, "id"),
        bytes(body, "userHandle"),
        bytes(body, "authenticatorData"),
        bytes(body, "clientData"),
        bytes(body, "signature"));
  }

  private static Answers.Signed withClientData(Answers.Signed it, byte[] other) {
    return new Answers.Signed(
        it.id(), it.userHandle(), it.authenticatorData(), other, it.signature());
  }

  private static Answers.Signed withAuthenticatorData(Answers.Signed it, byte[] other) {
    return new Answers.Signed(it.id(), it.userHandle(), other, it.clientData(), it.signature());
  }

  private static Answers.Signed withSignature(Answers.Signed it, byte[] other) {
    return new Answers.Signed(
        it.id(), it.userHandle(), it.authenticatorData(), it.clientData(), other);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] bytes(JsonNode body, String field) {
    return Base64.getUrlDecoder().decode(body.path(field).asText());
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
