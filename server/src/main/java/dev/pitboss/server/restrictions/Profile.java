package dev.pitboss.server.restrictions;

import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A jurisdiction's rules, as data. Immutable.
///
/// @param id as an operator's setting names it
/// @param name for people
/// @param mandatoryLimits kinds of limits required before play
/// @param realityCheckMinutes the longest a player plays without a reality check; null when none is
///   required
/// @param minimumCycleMillis least time between two bets of a player, by game
/// @param maxStake largest stake, minor units, by game
/// @param allowsAutoplay whether pages may play several rounds, or a faster one, at one press
/// @param frontEnds what front ends of published games are told besides: the flags that are set, by
///   the names of the protocol they speak
/// @param help where players find help with gambling
public record Profile(
    String id,
    String name,
    Set<LimitKind> mandatoryLimits,
    @Nullable Integer realityCheckMinutes,
    Map<String, Long> minimumCycleMillis,
    Map<String, Long> maxStake,
    boolean allowsAutoplay,
    Set<FrontEndFlag> frontEnds,
    List<Help> help) {
  /// Stands for all published games that are not named: their ids are the operators'.
  public static final String PUBLISHED = "published";

  /// The games that `published` does not stand for.
  static final Set<String> OWN_GAMES =
      Set.of(
          "slots-20",
          "roulette",
          "baccarat",
          "slots",
          "blackjack",
          "crash",
          "dice",
          "limbo",
          "plinko",
          "wheel",
          "keno");

  private static final List<String> FIELDS =
      List.of(
          "id",
          "name",
          "mandatoryLimits",
          "realityCheckMinutes",
          "minimumCycleMillis",
          "maxStake",
          "autoplay",
          "frontEnds",
          "help");

  private static final int MAX_CHECK_MINUTES = 24 * 60;
  private static final long MAX_CYCLE_MILLIS = 60_000;

  /// A help organisation for problem gambling.
  ///
  /// @param name as players read it
  /// @param url of its page, `https`
  public record Help(String name, String url) {}

  public Profile {
    help = List.copyOf(help);
    mandatoryLimits = Set.copyOf(mandatoryLimits);
    minimumCycleMillis = Map.copyOf(minimumCycleMillis);
    maxStake = Map.copyOf(maxStake);
    frontEnds = Set.copyOf(frontEnds);
  }

  /// Reads a profile.
  ///
  /// @throws IllegalArgumentException when the document is invalid; the message names the place in
  ///   the document
  public static Profile parse(String json) {
    try {
      return profile(JsonValue.parse(json));
    } catch (InvalidInput refused) {
      throw new IllegalArgumentException(
          "Not a jurisdiction profile: " + (refused.field() + " " + refused.reason()).strip(),
          refused);
    }
  }

  private static Profile profile(JsonValue document) {
    document.refuseFieldsBut(FIELDS);
    JsonValue id = document.field("id");
    if (!id.text().matches("[a-z][a-z0-9-]{0,31}")) {
      throw id.refused("must be a short lower-case name, got " + id.shown());
    }
    return new Profile(
        id.text(),
        document.field("name").text(),
        kinds(document.field("mandatoryLimits")),
        minutes(document.optionalField("realityCheckMinutes")),
        byGame(
            document.field("minimumCycleMillis"),
            millis -> millis > 0 && millis <= MAX_CYCLE_MILLIS,
            "must be 1 to " + MAX_CYCLE_MILLIS),
        byGame(document.field("maxStake"), stake -> stake > 0, "must be positive"),
        document.optionalField("autoplay").map(JsonValue::flag).orElse(true),
        document.optionalField("frontEnds").map(Profile::flags).orElse(Set.of()),
        document.optionalField("help").map(Profile::help).orElse(List.of()));
  }

  private static List<Help> help(JsonValue list) {
    List<Help> help = new ArrayList<>();
    for (JsonValue entry : list.elements()) {
      entry.refuseFieldsBut(List.of("name", "url"));
      JsonValue url = entry.field("url");
      if (!url.text().startsWith("https://")) {
        throw url.refused("must be an https URL, got " + url.shown());
      }
      help.add(new Help(entry.field("name").text(), url.text()));
    }
    return help;
  }

  private static Set<FrontEndFlag> flags(JsonValue list) {
    Set<FrontEndFlag> flags = EnumSet.noneOf(FrontEndFlag.class);
    for (JsonValue entry : list.elements()) {
      flags.add(
          FrontEndFlag.of(entry.text())
              .orElseThrow(() ->
                  entry.refused(
                      "must be one of %s, got %s"
                          .formatted(String.join(", ", FrontEndFlag.ids()), entry.shown()))));
    }
    return flags;
  }

  private static Set<LimitKind> kinds(JsonValue list) {
    Set<LimitKind> kinds = EnumSet.noneOf(LimitKind.class);
    for (JsonValue entry : list.elements()) {
      Optional<LimitKind> kind = LimitKind.of(entry.text());
      if (kind.isEmpty()) {
        throw entry.refused("must be loss, stake or time, got " + entry.shown());
      }
      kinds.add(kind.get());
    }
    return kinds;
  }

  private static @Nullable Integer minutes(Optional<JsonValue> field) {
    if (field.isEmpty()) {
      return null;
    }
    int minutes = field.get().integer();
    if (minutes < 1 || minutes > MAX_CHECK_MINUTES) {
      throw field.get().refused("must be 1 to " + MAX_CHECK_MINUTES + ", got " + minutes);
    }
    return minutes;
  }

  private static Map<String, Long> byGame(JsonValue object, LongPredicate allowed, String rule) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    object
        .fields()
        .forEach((game, number) -> {
          if (!allowed.test(number.number())) {
            throw number.refused(rule + ", got " + number.shown());
          }
          numbers.put(game, number.number());
        });
    return numbers;
  }

  /// Least time between two bets on a game; null where any time is allowed.
  public @Nullable Long cycleMillis(String game) {
    return ofGame(minimumCycleMillis, game);
  }

  /// Largest stake on a game, minor units; null where the game's own limits hold.
  public @Nullable Long highestStake(String game) {
    return ofGame(maxStake, game);
  }

  private static @Nullable Long ofGame(Map<String, Long> numbers, String game) {
    Long own = numbers.get(game);
    return own != null || OWN_GAMES.contains(game) ? own : numbers.get(PUBLISHED);
  }

  /// Whether the front end of a published game has to do, or to leave out, what the flag says.
  public boolean asks(FrontEndFlag flag) {
    return frontEnds.contains(flag) || (flag.isOfAutoplay() && !allowsAutoplay);
  }

  /// Whether a bet can be judged without knowing what the player did before.
  boolean looksAtBetsAlone() {
    return mandatoryLimits.isEmpty() && realityCheckMinutes == null && minimumCycleMillis.isEmpty();
  }

  /// Kinds of mandatory limits, for people and programs.
  public List<String> mandatoryIds() {
    return mandatoryLimits.stream().map(LimitKind::id).sorted().collect(Collectors.toList());
  }
}
