// The blackjack rules again, in the browser: from draws and the player's actions to the whole round,
// for checking it. The rules of the one table the casino has.

import {handTotal, pips} from '/js/parts/cards.js';
import {Shoe} from '/js/games/shoe.js';

const DECKS = 6;
const MAX_HANDS = 4;

const isNatural = (cards) => cards.length === 2 && handTotal(cards).total === 21;
const isAce = (card) => pips(card) === 1;

/** Plays a round as the casino does; throws when an action was not possible at its time, or the round stays open. */
export async function playRound({stake, actions}, draws) {
  const round = await deal(stake, draws);
  for (const action of actions) {
    if (!legal(round).includes(action)) {
      throw new Error(`“${action}” was not possible with these cards.`);
    }
    await take(round, action);
  }
  if (!round.over) {
    throw new Error('These actions leave the round open.');
  }
  return outcome(round);
}

async function deal(stake, draws) {
  const shoe = new Shoe(DECKS, draws);
  const first = await shoe.deal();
  const dealer = [await shoe.deal()];
  const hands = [{cards: [first, await shoe.deal()], stake, state: 'playing'}];
  dealer.push(await shoe.deal());
  const round = {shoe, stake, dealer, hands, active: 0, insurance: 0, peeked: false, over: false};
  if (!isAce(dealer[0])) {
    peek(round);
  }
  return round;
}

/** What can be done now. */
function legal({hands, active, peeked, over}) {
  if (over) {
    return [];
  }
  const {cards} = hands[active];
  const two = cards.length === 2;
  const open = handTotal(cards).total < 21;
  return [
    'stand',
    ...(open ? ['hit'] : []),
    ...(open && two ? ['double'] : []),
    ...(open && two && hands.length < MAX_HANDS && pips(cards[0]) === pips(cards[1]) ? ['split'] : []),
    ...(open && two && hands.length === 1 ? ['surrender'] : []),
    ...(peeked ? [] : ['insurance']),
  ];
}

/** A natural on either side ends the round. */
function peek(round) {
  round.peeked = true;
  if (isNatural(round.dealer) || isNatural(round.hands[0].cards)) {
    round.hands[0].state = 'standing';
    settle(round);
  }
}

async function take(round, action) {
  if (action === 'insurance') {
    round.insurance = round.stake / 2;
  }
  if (!round.peeked) {
    peek(round);
  }
  if (!round.over) {
    await play(round, action);
  }
}

async function play(round, action) {
  const {hands, shoe, active} = round;
  const hand = hands[active];
  if (action === 'hit') {
    await draw(hand, shoe);
  } else if (action === 'stand') {
    hand.state = 'standing';
  } else if (action === 'double') {
    hand.stake *= 2;
    await draw(hand, shoe);
    stand(hand);
  } else if (action === 'surrender') {
    hand.state = 'surrendered';
  } else if (action === 'split') {
    hands.splice(active, 1, ...(await split(round, hand)));
  }
  while (round.active < hands.length && hands[round.active].state !== 'playing') {
    round.active++;
  }
  if (round.active === hands.length) {
    await drawDealer(round);
    settle(round);
  }
}

async function draw(hand, shoe) {
  hand.cards.push(await shoe.deal());
  const {total} = handTotal(hand.cards);
  hand.state = total > 21 ? 'bust' : total === 21 ? 'standing' : 'playing';
}

function stand(hand) {
  if (hand.state === 'playing') {
    hand.state = 'standing';
  }
}

async function split({stake, shoe}, {cards}) {
  const both = [];
  for (const card of cards) {
    const hand = {cards: [card], stake, state: 'playing'};
    await draw(hand, shoe);
    if (isAce(cards[0])) {
      stand(hand);
    }
    both.push(hand);
  }
  return both;
}

/** The dealer stands on all 17s, and draws only against a hand that still waits. */
async function drawDealer({dealer, hands, shoe}) {
  if (hands.some(({state}) => state === 'standing')) {
    while (handTotal(dealer).total < 17) {
      dealer.push(await shoe.deal());
    }
  }
}

function settle(round) {
  const {dealer, hands} = round;
  round.over = true;
  for (const hand of hands.filter(({state}) => state === 'standing')) {
    hand.state = against(hand, dealer, hands.length === 1 && isNatural(hand.cards));
  }
}

function against(hand, dealer, natural) {
  if (natural || isNatural(dealer)) {
    return natural && isNatural(dealer) ? 'pushed' : natural ? 'natural' : 'lost';
  }
  const [mine, theirs] = [handTotal(hand.cards).total, handTotal(dealer).total];
  return theirs > 21 || mine > theirs ? 'won' : mine === theirs ? 'pushed' : 'lost';
}

const PARTS = {surrendered: 0.5, pushed: 1, won: 2, natural: 2.5};

function outcome({dealer, hands, insurance}) {
  const paid = hands.map((hand) => ({
    cards: hand.cards,
    ...handTotal(hand.cards),
    stake: hand.stake,
    state: hand.state,
    payout: (PARTS[hand.state] ?? 0) * hand.stake,
  }));
  const sum = (field) => paid.reduce((all, hand) => all + hand[field], 0);
  return {
    result: {dealer: {cards: dealer, ...handTotal(dealer)}, hands: paid, stake: insurance + sum('stake'), insurance},
    payout: sum('payout') + (isNatural(dealer) ? 3 * insurance : 0),
  };
}
