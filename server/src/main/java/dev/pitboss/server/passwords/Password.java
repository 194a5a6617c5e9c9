package dev.pitboss.server.passwords;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/// A password as it is hashed and compared: in Unicode's form NFKC, so that the same signs typed on
/// another keyboard are the same password. `toString` masks it.
///
/// @param text normalised
public record Password(String text) {
  public Password {
    text = Normalizer.normalize(text, Normalizer.Form.NFKC);
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Password[…]";
  }
}
