package dev.pitboss.server.operators;

import dev.pitboss.server.settlement.Settlement;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A tenant, as its settings were read. Immutable.
///
/// @param code names it, 2 to 32 of `a-z0-9-`, for good
/// @param currency of all its accounts, for good
/// @param takesBets whether new rounds can begin at all
/// @param takesGuests whether one can play without an account
/// @param welcomeGrant what a new player starts with, minor units, from the operator's funding
/// @param maxWelcomeGrant the highest its own staff can agree on, minor units; the platform's says
///   it
/// @param refill what registered players get again who have lost their play chips
/// @param needsSecondFactor whether its staff sign in with one; the house's is for the platform's
/// @param zone in which its reports' days begin
/// @param jurisdiction id of the profile of responsible play it goes by
/// @param games terms of the games about which something was said
/// @param hosts where its players come in
public record Operator(
    int operatorId,
    String code,
    String name,
    String currency,
    boolean takesBets,
    boolean takesGuests,
    long welcomeGrant,
    long maxWelcomeGrant,
    RefillTerms refill,
    boolean needsSecondFactor,
    ZoneId zone,
    String jurisdiction,
    Branding branding,
    Map<String, GameTerms> games,
    List<String> hosts) {
  /// The operator that is always there.
  public static final int HOUSE = 1;

  public Operator {
    games = Map.copyOf(games);
    hosts = List.copyOf(hosts);
  }

  /// On which terms it offers the game.
  public GameTerms terms(String game) {
    GameTerms terms = games.getOrDefault(game, GameTerms.AS_THE_GAME);
    return takesBets
        ? terms
        : new GameTerms(false, terms.minStake(), terms.maxStake(), terms.maxPayout());
  }

  /// Why a round cannot begin with this stake; empty when nothing is in the way. Pure.
  ///
  /// @param stake minor units
  /// @param maxPayout the most the round can be paid, minor units
  public Optional<Settlement.Refusal> refusal(String game, long stake, long maxPayout) {
    GameTerms terms = terms(game);
    if (!terms.isOn()) {
      return Optional.of(new Settlement.GameOff(game));
    }
    long min = terms.minStakeOr(0);
    long max = terms.maxStakeOr(Long.MAX_VALUE);
    if (stake < min || stake > max) {
      return Optional.of(new Settlement.StakeOutsideLimits(min, max));
    }
    Long highest = terms.maxPayout();
    return highest != null && maxPayout > highest
        ? Optional.of(new Settlement.PayoutAboveLimit(maxPayout, highest))
        : Optional.empty();
  }
}
