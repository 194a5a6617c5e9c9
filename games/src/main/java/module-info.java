/// Rules, paytables, fair draws and exact mathematics of every game.
///
/// Pure functions of bets and draws: the module reads nothing but `java.base`, so a rule that
/// reached for the database, a log or the network would not compile.
module dev.pitboss.games {
  requires static transitive org.jspecify;

  exports dev.pitboss.games;
  exports dev.pitboss.games.baccarat;
  exports dev.pitboss.games.blackjack;
  exports dev.pitboss.games.books;
  exports dev.pitboss.games.cards;
  exports dev.pitboss.games.crash;
  exports dev.pitboss.games.fair;
  exports dev.pitboss.games.fruit;
  exports dev.pitboss.games.originals;
  exports dev.pitboss.games.par;
  exports dev.pitboss.games.roulette;
  exports dev.pitboss.games.slots;
  exports dev.pitboss.games.simulation;
  exports dev.pitboss.games.statistics;
}
