package dev.pitboss.games.fair;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Both halves of the chance and how they become draws: all that a round needs but its number.
///
/// It knows every outcome to come; [#toString] masks the server's half. Immutable and thread-safe.
public final class SeedPair {
  private static final String ALGORITHM = "HmacSHA256";

  private final DrawScheme scheme;
  private final ServerSeed serverSeed;
  private final ClientSeed clientSeed;

  /// Keyed once for all rounds, and copied for each: making one takes longer than a round's draws.
  private final Mac keyed;

  public SeedPair(DrawScheme scheme, ServerSeed serverSeed, ClientSeed clientSeed) {
    this.scheme = scheme;
    this.serverSeed = serverSeed;
    this.clientSeed = clientSeed;
    this.keyed = keyedMac();
  }

  /// How bytes become draws.
  public DrawScheme scheme() {
    return scheme;
  }

  /// The player's half.
  public ClientSeed clientSeed() {
    return clientSeed;
  }

  /// The draws of one round, from the stream's start.
  ///
  /// @param nonce the round's number within the pair, at least 0
  /// @throws IllegalArgumentException when the nonce is negative
  public SeededDraws draws(long nonce) {
    if (nonce < 0) {
      throw new IllegalArgumentException("A nonce counts up from 0, got " + nonce);
    }
    return new SeededDraws(scheme, mac(), clientSeed.text() + ":" + nonce + ":");
  }

  @Override
  public String toString() {
    return "SeedPair[" + scheme.id() + ", " + serverSeed + ", " + clientSeed.text() + "]";
  }

  private Mac mac() {
    try {
      return (Mac) keyed.clone();
    } catch (CloneNotSupportedException _) {
      return keyedMac(); // some providers' cannot be copied
    }
  }

  private Mac keyedMac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(serverSeed.text().getBytes(UTF_8), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException("Every Java platform has to offer " + ALGORITHM, absent);
    }
  }
}
