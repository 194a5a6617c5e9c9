// The baccarat rules again, in the browser: from draws to cards and payouts, for checking a round.

import {pips, sameRank} from '/js/parts/cards.js';
import {Shoe} from '/js/games/shoe.js';

const DECKS = 8;

const worth = (card) => pips(card) % 10;
const total = (cards) => cards.reduce((sum, card) => sum + worth(card), 0) % 10;

/** Deals one coup as the casino does: in turn, then third cards by the tableau. */
export async function dealCoup(draws) {
  const shoe = new Shoe(DECKS, draws);
  const player = [];
  const banker = [];
  for (let card = 0; card < 2; card++) {
    player.push(await shoe.deal());
    banker.push(await shoe.deal());
  }
  if (total(player) < 8 && total(banker) < 8) {
    if (total(player) <= 5) {
      player.push(await shoe.deal());
    }
    if (bankerDraws(total(banker), player[2])) {
      banker.push(await shoe.deal());
    }
  }
  const [one, other] = [total(player), total(banker)];
  return {
    player: {cards: player, total: one},
    banker: {cards: banker, total: other},
    winner: one > other ? 'player' : one < other ? 'banker' : 'tie',
  };
}

function bankerDraws(banker, thirdCard) {
  if (thirdCard === undefined) {
    return banker <= 5;
  }
  const third = worth(thirdCard);
  return (
    banker <= 2 ||
    (banker === 3 && third !== 8) ||
    (banker === 4 && third >= 2 && third <= 7) ||
    (banker === 5 && third >= 4 && third <= 7) ||
    (banker === 6 && (third === 6 || third === 7))
  );
}

/** What the coup pays a bet, stake included. */
export function paid({on, stake}, {player, banker, winner}) {
  const pair = ({cards}) => (sameRank(cards[0], cards[1]) ? 12 * stake : 0);
  switch (on) {
    case 'playerPair':
      return pair(player);
    case 'bankerPair':
      return pair(banker);
    case 'tie':
      return winner === 'tie' ? 9 * stake : 0;
    default:
      // The banker's 0.95 : 1 in whole numbers; a tie returns both.
      return winner === 'tie' ? stake : winner !== on ? 0 : on === 'banker' ? (39 * stake) / 20 : 2 * stake;
  }
}
