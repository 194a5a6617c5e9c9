package dev.pitboss.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.SeededDraws;
import dev.pitboss.games.fair.ServerSeed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `core/fair.js` hashes and draws as the server does.
final class FairScriptTest {
  private static final String IMPORTS =
      "import {Draws, commitment, hmac, hmacPlain, sha256, sha256Plain} from '/js/core/fair.js';\n"
          + "import {hex} from '/js/core/api.js';";

  /// Every length of padding, and one block more.
  private static final int LENGTHS = 130;

  private static PageScripts scripts;

  @BeforeAll
  static void open() {
    scripts = PageScripts.open();
  }

  @AfterAll
  static void close() {
    if (scripts != null) {
      scripts.close();
    }
  }

  private static String text(int length) {
    return "é€A".repeat(length).substring(0, length);
  }

  @Test
  void hashesAreThoseOfJavaWithWebCryptoAndWithout() throws Exception {
    List<String> texts = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    for (int length = 0; length < LENGTHS; length++) {
      texts.add(text(length));
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(text(length).getBytes(StandardCharsets.UTF_8));
      hashes.add(HexFormat.of().formatHex(hash));
    }
    JsonNode answers =
        scripts.call(
            IMPORTS,
            """
            (texts) => Promise.all(texts.map(async (text) => [
              hex(await sha256(new TextEncoder().encode(text))),
              hex(sha256Plain(new TextEncoder().encode(text))),
              await commitment(text),
            ]))
            """,
            texts);
    for (int length = 0; length < LENGTHS; length++) {
      for (JsonNode answer : answers.get(length)) {
        assertThat(answer.asText()).as("length %d", length).isEqualTo(hashes.get(length));
      }
    }
  }

  @Test
  void authenticationCodesAreThoseOfJavaWithWebCryptoAndWithout() throws Exception {
    for (int length = 1; length < LENGTHS; length++) {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(text(length).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String expected =
          HexFormat.of()
              .formatHex(mac.doFinal(text(LENGTHS - length).getBytes(StandardCharsets.UTF_8)));
      JsonNode answers =
          scripts.call(
              IMPORTS,
              """
              async (key, message) => {
                const bytes = (text) => new TextEncoder().encode(text);
                return [hex(await hmac(key, message)), hex(hmacPlain(bytes(key), bytes(message)))];
              }
              """,
              text(length),
              text(LENGTHS - length));
      assertThat(answers).allSatisfy(it -> assertThat(it.asText()).isEqualTo(expected));
    }
  }

  /// Bounds of cards, pockets and reels, and large ones, of which many values are passed over.
  @ParameterizedTest
  @EnumSource
  void drawsAreThoseOfTheServer(DrawScheme scheme) {
    Random random = new Random(20261129);
    for (int stream = 0; stream < 20; stream++) {
      byte[] entropy = new byte[ServerSeed.ENTROPY_BYTES];
      random.nextBytes(entropy);
      ServerSeed serverSeed = ServerSeed.fromEntropy(entropy);
      ClientSeed clientSeed = new ClientSeed("client-" + stream);
      int nonce = random.nextInt(1_000_000);
      SeededDraws draws = scheme.draws(serverSeed, clientSeed, nonce);
      List<Integer> bounds = new ArrayList<>(List.of(1, 2, 37, 52, 416, 1 << 30));
      for (int i = 0; i < 30; i++) {
        bounds.add(1 + random.nextInt(Integer.MAX_VALUE));
      }
      List<Integer> expected = bounds.stream().map(draws::below).toList();
      JsonNode drawn =
          scripts.call(
              IMPORTS,
              """
              async (seeds, bounds) => {
                const draws = new Draws(seeds);
                const drawn = [];
                for (const bound of bounds) {
                  drawn.push(await draws.below(bound));
                }
                return drawn;
              }
              """,
              java.util.Map.of(
                  "scheme", scheme.id(),
                  "serverSeed", serverSeed.text(),
                  "clientSeed", clientSeed.text(),
                  "nonce", nonce),
              bounds);
      assertThat(drawn).extracting(JsonNode::asInt).isEqualTo(expected);
    }
  }
}
