package dev.pitboss.server.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Bet and outcome of a stored bet, in few bytes: both are JSON of which almost every word is known
/// beforehand. Any text comes back letter by letter; a text of other words only takes more bytes.
///
/// The first byte says by which words. The words of a form that was stored once never change; new
/// ones come as a new form, beside those before.
///
/// @param bet the choices, as canonical JSON
/// @param outcome what the rule produced, as JSON
record BetDetail(String bet, String outcome) {
  private static final byte FORM = 1;

  /// Between bet and outcome.
  private static final int END = 0;

  /// Before a number of bytes of UTF-8, and those bytes.
  private static final int OTHER = 0xFF;

  /// In the order of their codes, which are those that are no visible ASCII. The database has them,
  /// too (V22).
  private static final String WORDS =
      """
      {"type":"red","numbers":[1,3,5,7,9,12,14,16,18,19,21,23,25,27,30,32,34,36],"stake":
      {"type":"black","numbers":[2,4,6,8,10,11,13,15,17,20,22,24,26,28,29,31,33,35],"stake":
      {"type":"even","numbers":[2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36],"stake":
      {"type":"odd","numbers":[1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31,33,35],"stake":
      {"type":"low","numbers":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18],"stake":
      {"type":"high","numbers":[19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36],"stake":
      {"type":"dozen","numbers":[1,2,3,4,5,6,7,8,9,10,11,12],"stake":
      {"type":"dozen","numbers":[13,14,15,16,17,18,19,20,21,22,23,24],"stake":
      {"type":"dozen","numbers":[25,26,27,28,29,30,31,32,33,34,35,36],"stake":
      {"type":"column","numbers":[1,4,7,10,13,16,19,22,25,28,31,34],"stake":
      {"type":"column","numbers":[2,5,8,11,14,17,20,23,26,29,32,35],"stake":
      {"type":"column","numbers":[3,6,9,12,15,18,21,24,27,30,33,36],"stake":
      {"type":"straight","numbers":[
      {"type":"split","numbers":[
      {"type":"street","numbers":[
      {"type":"corner","numbers":[
      {"type":"line","numbers":[
      {"type":"trio","numbers":[
      {"type":"first-four","numbers":[
      {"bets":[ {"pocket": ,"color":"red","wins":[ ,"color":"black","wins":[ ,"color":"green","wins":[
      ,"payout": ],"stake": "}]} }]} }, }} ]} ,{
      {"stake": {"stops":[ ],"grid":[[" ]],"wins":[ "],[" "]],"wins":[ {"line": ,"symbol":" ","count":
      ],"payout": ,"freeSpinsAwarded": ,"freeSpins":[ ],"capped":false} ],"capped":true}
      }],"payout":
      ,"freeSpinsAwarded":0,"freeSpins":[],"capped":false}
      ],"payout":0,"freeSpinsAwarded":0,"freeSpins":[],"capped":false}
      ,"scatter":{"count": ,"multiplier":
      "]],"wins":[],"payout":0,"freeSpinsAwarded":0,"freeSpins":[],"capped":false}
      lighthouse compass anchor whale sailboat lantern rope shell crab starfish
      lighthouse"," compass"," anchor"," whale"," sailboat"," lantern"," rope"," shell"," crab"," starfish","
      {"on":"player","stake": {"on":"banker","stake": {"on":"tie","stake":
      {"on":"playerPair","stake": {"on":"bankerPair","stake":
      {"player":{"cards":[" },"banker":{"cards":["
      },"winner":"player","wins":[ },"winner":"banker","wins":[ },"winner":"tie","wins":[
      ♣"," ♦"," ♥"," ♠"," ♣"],"total": ♦"],"total": ♥"],"total": ♠"],"total": ♣ ♦ ♥ ♠
      00 000 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36
      40 50 60 75 80
      """;

  private static final String[] WORD_OF = new String[0x100];

  private record Word(String text, int code) {}

  /// By first letter, the longest first.
  private static final Map<Character, List<Word>> BY_LETTER = byLetter();

  private static Map<Character, List<Word>> byLetter() {
    String[] words = WORDS.strip().split("\\s+", -1);
    Map<Character, List<Word>> byLetter = new HashMap<>();
    int code = END + 1;
    for (String word : words) {
      if (code == ' ') {
        code = 0x7F; // those between are letters and stand for themselves
      }
      WORD_OF[code] = word;
      byLetter.merge(
          word.charAt(0),
          List.of(new Word(word, code)),
          (some, more) ->
              Stream.concat(some.stream(), more.stream())
                  .sorted(Comparator.comparingInt((Word it) -> -it.text().length()))
                  .toList());
      code++;
    }
    if (code > OTHER) {
      throw new IllegalStateException("there are more words than codes");
    }
    return Map.copyOf(byLetter);
  }

  /// As it is stored.
  byte[] bytes() {
    // the longest is a text of nothing known: a letter of three bytes takes five
    Writer writer = new Writer(2 + 5 * (bet.length() + outcome.length()));
    writer.put(FORM);
    writer.put(bet);
    writer.put(END);
    writer.put(outcome);
    return writer.bytes();
  }

  private static final class Writer {
    private final byte[] bytes;
    private int length;

    Writer(int most) {
      bytes = new byte[most];
    }

    void put(int code) {
      bytes[length++] = (byte) code;
    }

    void put(String text) {
      for (int at = 0; at < text.length(); ) {
        char letter = text.charAt(at);
        Word word = wordAt(text, at, letter);
        if (word != null) {
          put(word.code());
          at += word.text().length();
        } else if (isVisible(letter)) {
          put(letter);
          at++;
        } else {
          at += other(text, at);
        }
      }
    }

    private static @Nullable Word wordAt(String text, int at, char letter) {
      for (Word word : BY_LETTER.getOrDefault(letter, List.of())) {
        if (text.startsWith(word.text(), at)) {
          return word;
        }
      }
      return null;
    }

    /// One letter that has no code, or a pair of halves of one.
    private int other(String text, int at) {
      int letters = Character.charCount(text.codePointAt(at));
      byte[] utf8 = text.substring(at, at + letters).getBytes(StandardCharsets.UTF_8);
      put(OTHER);
      put(utf8.length);
      for (byte b : utf8) {
        put(b);
      }
      return letters;
    }

    byte[] bytes() {
      return Arrays.copyOf(bytes, length);
    }
  }

  private static boolean isVisible(char letter) {
    return letter >= ' ' && letter < 0x7F;
  }

  /// Reads what was stored.
  ///
  /// @throws IllegalArgumentException when it is in a form that this version does not know
  static BetDetail of(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != FORM) {
      String form = bytes.length == 0 ? "none" : Integer.toString(bytes[0] & 0xFF);
      throw new IllegalArgumentException(
          "this version knows form %d of stored bets, and one is in form %s: a newer version stored it"
              .formatted(FORM, form));
    }
    StringBuilder text = new StringBuilder(8 * bytes.length);
    int end = -1;
    for (int i = 1; i < bytes.length; i++) {
      int code = bytes[i] & 0xFF;
      if (code == OTHER) {
        int length = i + 1 < bytes.length ? bytes[i + 1] & 0xFF : bytes.length;
        if (i + 1 + length >= bytes.length) {
          throw damaged(i);
        }
        text.append(new String(bytes, i + 2, length, StandardCharsets.UTF_8));
        i += 1 + length;
      } else if (code == END && end < 0) {
        end = text.length();
      } else if (code < 0x7F && isVisible((char) code)) {
        text.append((char) code);
      } else if (WORD_OF[code] != null) {
        text.append(WORD_OF[code]);
      } else {
        throw damaged(i);
      }
    }
    if (end < 0) {
      throw damaged(bytes.length);
    }
    return new BetDetail(text.substring(0, end), text.substring(end));
  }

  private static IllegalArgumentException damaged(int at) {
    return new IllegalArgumentException("a stored bet is damaged at its byte " + at);
  }

  /// The words with their codes, so that a test shows that those stored do not change.
  static String words() {
    return Arrays.stream(WORD_OF).map(it -> it == null ? "" : it).collect(Collectors.joining("\n"));
  }
}
