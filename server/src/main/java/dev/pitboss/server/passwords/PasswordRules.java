package dev.pitboss.server.passwords;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which passwords may be chosen, after NIST SP 800-63B: long enough, any signs, nothing that is
/// guessed first. No rule asks for digits or capitals, and none makes a password expire.
///
/// @param minLength Unicode code points
public record PasswordRules(int minLength) {
  /// For players.
  public static final PasswordRules PLAYERS = new PasswordRules(8);

  /// For who can do more than play.
  public static final PasswordRules STAFF = new PasswordRules(12);

  /// Long enough for any sentence, short enough to hash.
  public static final int MAX_LENGTH = 128;

  /// Repetitions of shorter patterns are easily guessed.
  private static final int LONGEST_REPEATED = 4;

  /// Rows people run a finger along, in both directions.
  private static final String RUNS =
      "01234567890 qwertyuiop asdfghjkl zxcvbnm qwertzuiop yxcvbnm azertyuiop qsdfghjklm"
          + " abcdefghijklmnopqrstuvwxyz 1qaz2wsx3edc4rfv5tgb 1q2w3e4r5t6y7u8i9o0p qazwsxedcrfvtgb";

  private static final String RUNS_BACK = new StringBuilder(RUNS).reverse().toString();

  /// Words, in lower case, that make a password weak with any surrounding characters.
  private static final Set<String> COMMON_WORDS = commonWords();

  /// Whole passwords, in small letters: those of 30 000 that leaks show most often which are long
  /// enough to be chosen. Source: the list of zxcvbn.
  private static final Set<String> LEAKED = leaked();

  /// Why the password may not be chosen; empty when it may. Never repeats it.
  public Optional<String> refusal(Password password, String username) {
    String text = password.text();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      return Optional.of("must be valid Unicode text");
    }
    int length = text.codePointCount(0, text.length());
    if (length < minLength || length > MAX_LENGTH) {
      return Optional.of("must have " + minLength + " to " + MAX_LENGTH + " characters");
    }
    String lower = text.toLowerCase(Locale.ROOT);
    String name = username.toLowerCase(Locale.ROOT);
    if (lower.equals(name) || core(lower).equals(core(name))) {
      return Optional.of("must not be the username");
    }
    return isGuessedFirst(lower)
        ? Optional.of("must not be a commonly used password")
        : Optional.empty();
  }

  /// One that leaked often; a common word with any digits and signs around it and in place of its
  /// letters; a run on the keyboard; or one short pattern repeated.
  private static boolean isGuessedFirst(String lower) {
    String core = core(lower);
    return LEAKED.contains(lower)
        || COMMON_WORDS.contains(core)
        || COMMON_WORDS.contains(unmasked(core))
        || COMMON_WORDS.contains(core(unmasked(lower)))
        || RUNS.contains(lower)
        || RUNS_BACK.contains(lower)
        || isRepeated(lower);
  }

  private static String core(String text) {
    String core = text.replaceAll("^[^\\p{L}]+|[^\\p{L}]+$", "");
    return core.isEmpty() ? text : core;
  }

  private static String unmasked(String text) {
    return text.replace('0', 'o')
        .replace('1', 'i')
        .replace('3', 'e')
        .replace('4', 'a')
        .replace('5', 's')
        .replace('7', 't')
        .replace('@', 'a')
        .replace('$', 's')
        .replace('!', 'i');
  }

  private static boolean isRepeated(String text) {
    for (int unit = 1; unit <= LONGEST_REPEATED && unit < text.length(); unit++) {
      if (text.startsWith(text.substring(unit))) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> commonWords() {
    try (InputStream in = PasswordRules.class.getResourceAsStream("common-passwords.txt")) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: common-passwords.txt");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .flatMap(line -> Arrays.stream(line.split(" ")))
          .filter(word -> !word.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Set<String> leaked() {
    try {
      return StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies().stream()
          .filter(password -> password.length() >= PLAYERS.minLength)
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
