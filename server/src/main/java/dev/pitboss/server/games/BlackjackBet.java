package dev.pitboss.server.games;

import dev.pitboss.games.Draws;
import dev.pitboss.games.blackjack.Action;
import dev.pitboss.games.blackjack.BlackjackRound;
import dev.pitboss.games.blackjack.BlackjackRules;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All that was chosen in a round of blackjack. With the draws it is the whole round, so it is all
/// that is stored of one.
///
/// @param stake of the deal, minor units
/// @param actions in the order taken
/// @param byRule how many of the last actions the rule took, the player having left
public record BlackjackBet(long stake, List<Action> actions, int byRule) {
  /// More than any round can last: four hands of a six-deck shoe take fewer cards before they are
  /// bust.
  private static final int MAX_ACTIONS = 100;

  public BlackjackBet {
    actions = List.copyOf(actions);
  }

  /// A bet that was just dealt.
  public static BlackjackBet deal(long stake) {
    return new BlackjackBet(stake, List.of(), 0);
  }

  /// Parses the output of [#text], or a claimed round.
  ///
  /// @throws InvalidInput naming the field at fault
  public static BlackjackBet read(JsonObject json, Game.StakeLimits limits) {
    long stake = stake(json, limits);
    List<String> ids = json.optionalTexts("actions", MAX_ACTIONS);
    List<Action> actions = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      String path = json.pathOf("actions") + "[" + i + "]";
      actions.add(
          Action.of(id).orElseThrow(() -> InvalidInput.field(path, "is not an action: " + id)));
    }
    long byRule = json.optionalLong("byRule").orElse(0);
    json.refuseOtherFields();
    if (byRule < 0 || byRule > actions.size()) {
      throw InvalidInput.field(json.pathOf("byRule"), "must be from 0 to " + actions.size());
    }
    return new BlackjackBet(stake, actions, (int) byRule);
  }

  /// Reads a stake on a deal.
  ///
  /// @throws InvalidInput when the table does not take it
  static long stake(JsonObject json, Game.StakeLimits limits) {
    long stake = json.requiredLong("stake");
    limits.check(json.pathOf("stake"), stake);
    return stake;
  }

  /// With an action more.
  public BlackjackBet and(Action action) {
    return new BlackjackBet(stake, Stream.concat(actions.stream(), Stream.of(action)).toList(), 0);
  }

  /// With an action more that the rule takes.
  BlackjackBet andByRule(Action action) {
    return new BlackjackBet(stake, and(action).actions(), byRule + 1);
  }

  /// As it was after that many actions.
  public BlackjackBet upTo(int version) {
    return new BlackjackBet(stake, actions.subList(0, version), 0);
  }

  /// The round it makes of these draws.
  public BlackjackRound play(BlackjackRules rules, Draws draws) {
    return BlackjackRound.replay(rules, stake, draws, actions);
  }

  /// As canonical JSON.
  public String text() {
    return JsonWriter.text(
        new Choices(stake, actions.stream().map(Action::id).toList(), byRule == 0 ? null : byRule));
  }

  /// The stored form.
  @Json
  record Choices(long stake, List<String> actions, @Nullable Integer byRule) {}
}
