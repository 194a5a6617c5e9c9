package dev.pitboss.server.api.game;

import dev.pitboss.games.blackjack.Action;
import dev.pitboss.games.blackjack.BlackjackTable;
import dev.pitboss.server.api.Views;
import dev.pitboss.server.games.BlackjackViews;
import dev.pitboss.server.rounds.BlackjackPlay;
import dev.pitboss.server.rounds.FruitSlotsPlay;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Response bodies of rounds of several steps, as in `openapi.yaml`. Money is in minor units.
public final class TableViews {
  private TableViews() {}

  /// A bet whose result is still to be asked for.
  ///
  /// @param endsAt when the result is settled unasked
  @Json
  public record OpenBetView(String ref, long stake, String status, long balance, Instant endsAt) {
    static OpenBetView of(FruitSlotsPlay.OpenBet bet) {
      return new OpenBetView(
          bet.ref().toString(), bet.stake(), "bet_placed", bet.balance(), bet.endsAt());
    }
  }

  /// A round of blackjack as its player sees it.
  ///
  /// @param version to be sent with the next action
  /// @param active index of the hand whose turn it is; absent when the round is over
  /// @param actions possible now; empty when the round is over
  /// @param stake all stakes so far, insurance included
  /// @param insurance the part of it that is insurance
  /// @param payout what the round paid, stakes included; 0 until it is over
  /// @param endsAt when the rule stands for the player; absent when the round is over
  @Json
  public record BlackjackView(
      String ref,
      int version,
      BlackjackViews.Dealer dealer,
      List<BlackjackViews.Hand> hands,
      @Nullable Integer active,
      List<String> actions,
      @Json.Property("final") boolean isFinal,
      long stake,
      long insurance,
      long payout,
      long balance,
      @Nullable Instant endsAt,
      Views.DrawView fairness) {
    static BlackjackView of(BlackjackPlay.View view) {
      BlackjackTable table = view.table();
      return new BlackjackView(
          view.ref().toString(),
          table.version(),
          BlackjackViews.Dealer.of(table.dealer()),
          table.hands().stream().map(BlackjackViews.Hand::of).toList(),
          table.isOver() ? null : table.active(),
          table.actions().stream().map(Action::id).toList(),
          table.isOver(),
          table.stakedMinor(),
          table.insuranceMinor(),
          table.payoutMinor(),
          view.balance(),
          view.endsAt(),
          Views.DrawView.of(view.draw()));
    }
  }
}
