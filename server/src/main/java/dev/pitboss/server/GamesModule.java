package dev.pitboss.server;

import dev.pitboss.server.crash.LiveTable;
import dev.pitboss.server.fairness.Chains;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.games.ImportedGames;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.published.GameStore;
import dev.pitboss.server.restrictions.RestrictionsModule;
import dev.pitboss.server.rounds.BettingSwitch;
import dev.pitboss.server.rounds.BlackjackPlay;
import dev.pitboss.server.rounds.BooksPlay;
import dev.pitboss.server.rounds.CrashPlay;
import dev.pitboss.server.rounds.FruitSlotsPlay;
import dev.pitboss.server.rounds.Play;
import dev.pitboss.server.rounds.SteppedPlay;
import dev.pitboss.server.settlement.Lanes;
import java.time.InstantSource;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// The games on offer, and the way of a bet from its request to the settlement.
record GamesModule(
    GameCatalogue catalogue,
    BettingSwitch betting,
    Lanes lanes,
    Play play,
    SteppedPlay stepped,
    FruitSlotsPlay fruitSlots,
    BlackjackPlay blackjack,
    BooksPlay books,
    LiveTable crash) {

  /// Starts it.
  ///
  /// @param games the imported ones
  /// @param crashMillis the crash table's clock
  static GamesModule open(
      Shared shared,
      GameStore games,
      Operators operators,
      RestrictionsModule restrictions,
      LongConsumer settlementTimes,
      LongSupplier crashMillis) {
    InstantSource clock = shared.clock();
    ImportedGames imported =
        shared.started().keep(ImportedGames.start(games, shared.database(), clock));
    GameCatalogue catalogue =
        GameCatalogue.of(Games.offered(), imported, operators, shared.database(), clock)
            .withRulesOfOpenRounds(shared.database());
    BettingSwitch betting = new BettingSwitch();
    Lanes lanes =
        shared
            .started()
            .keep(
                Lanes.open(
                    shared.database(),
                    shared.seeds(),
                    shared.openRounds(),
                    restrictions.restrictionsReader(),
                    clock,
                    settlementTimes));
    Play play =
        new Play(lanes, shared.database(), shared.wallet(), shared.archive(), catalogue, betting);
    SteppedPlay.Stored stored =
        new SteppedPlay.Stored(shared.wallet(), shared.openRounds(), shared.seeds());
    SteppedPlay stepped =
        new SteppedPlay(lanes, shared.database(), stored, catalogue, betting, clock);
    LiveTable crash = crash(shared, new CrashPlay(stepped, catalogue), crashMillis);
    return new GamesModule(
        catalogue,
        betting,
        lanes,
        play,
        stepped,
        new FruitSlotsPlay(stepped),
        new BlackjackPlay(stepped),
        new BooksPlay(stepped, catalogue),
        crash);
  }

  private static LiveTable crash(Shared shared, CrashPlay play, LongSupplier millis) {
    Chains chains = new Chains(shared.database(), shared.vault());
    return shared
        .started()
        .keep(
            LiveTable.start(
                shared.database(),
                shared.openRounds(),
                chains,
                play,
                InstantSource.system(),
                millis));
  }
}
