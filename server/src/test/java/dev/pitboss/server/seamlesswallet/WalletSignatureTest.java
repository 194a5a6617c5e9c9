package dev.pitboss.server.seamlesswallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The worked example of the contract's page, computed from what the page says.
class WalletSignatureTest {
  private static final Path PAGE = Path.of("..", "docs", "shared-wallet.md");

  @Test
  void exampleOfTheDocumentationIsRight() throws IOException {
    String page = Files.readString(PAGE);
    byte[] secret =
        Base64.getUrlDecoder().decode(one(page, "With the secret `([A-Za-z0-9_-]{43})`"));
    byte[] body = one(page, "by the body `([^`]+)`").getBytes(StandardCharsets.UTF_8);
    byte[] reply = one(page, "The answer\n`([^`]+)`").getBytes(StandardCharsets.UTF_8);
    List<String> signatures =
        Pattern.compile("which gives `([0-9a-f]{64})`")
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .toList();

    WalletSignature.Call call =
        new WalletSignature.Call(
            "abcdefgh01234567",
            "POST",
            "/api/wallet/v1/balance",
            body,
            "1767323045000",
            "b1c9f0a2-5d1e-4c53");
    assertThat(signatures)
        .containsExactly(
            WalletSignature.ofRequest(secret, call),
            WalletSignature.ofReply(secret, "b1c9f0a2-5d1e-4c53", 200, reply));
  }

  @Test
  void signaturesMatchWhenTheyAreTheSame() {
    assertThat(WalletSignature.matches("ab12", "ab12")).isTrue();
    assertThat(WalletSignature.matches("ab12", "ab13")).isFalse();
    assertThat(WalletSignature.matches("ab12", "")).isFalse();
  }

  private static String one(String page, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(page);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }
}
