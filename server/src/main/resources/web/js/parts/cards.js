// Playing cards, and the two tables they lie on: blackjack and baccarat, whole or as far as they are dealt.

import {t} from '/js/core/api.js';
import {html, money, nothing, svg} from '/js/core/view.js';
import {chip} from '/js/parts/stakes.js';

const SUITS = {'♦': t('diamonds'), '♥': t('hearts'), '♠': t('spades'), '♣': t('clubs')};
const COURT = {A: t('ace'), J: t('jack'), Q: t('queen'), K: t('king')};

// In a box of 24 by 24.
const SHAPES = {
  '♦': 'M12 0 21 12 12 24 3 12Z',
  '♥': 'M12 23C5 16 0 12 0 7a6.200 6.200 0 0 1 12-2.500A6.200 6.200 0 0 1 24 7c0 5-5 9-12 16Z',
  '♠': 'M12 0C8 6 .5 9.500.5 15.200a5 5 0 0 0 10 1.400C10.300 20 9.400 22 7.500 24h9c-1.900-2-2.800-4-3-7.400a5 5 0 0 0 10-1.400C23.500 9.500 16 6 12 0Z',
  '♣': 'M12 0a5.300 5.300 0 0 1 4.500 8.200 5.400 5.400 0 1 1-3 9.200c.2 3 1.100 4.800 3 6.600h-9c1.900-1.800 2.800-3.600 3-6.600a5.400 5.400 0 1 1-3-9.200A5.300 5.300 0 0 1 12 0Z',
};
const CROWN = 'M2 20 0 6l6.500 5L12 2l5.500 9L24 6l-2 14Z';

const rankOf = (card) => card.slice(0, -1);
const suitOf = (card) => card.slice(-1);

/** "10♥" → "10 of hearts". */
export const cardName = (card) =>
  t('{rank} of {suit}', {rank: COURT[rankOf(card)] ?? rankOf(card), suit: SUITS[suitOf(card)]});

/** What a card counts, court cards ten and the ace one. */
export const pips = (card) => ({A: 1, J: 10, Q: 10, K: 10})[rankOf(card)] ?? Number(rankOf(card));

export const sameRank = (one, other) => rankOf(one) === rankOf(other);

/** A card face up: its index large enough to read when only a third of the card shows. */
export function playingCard(card) {
  const rank = rankOf(card);
  const shape = SHAPES[suitOf(card)];
  const red = card.endsWith('♥') || card.endsWith('♦');
  return html`<svg class="face ${red ? 'red' : 'black'}" viewBox="0 0 60 84" role="img" aria-label=${cardName(card)}>
    <rect class="paper" x=".75" y=".75" width="58.500" height="82.500" rx="6"></rect>
    <text class="index" x=${rank === '10' ? 2.5 : rank === 'J' ? 7 : 4.5} y="21" textLength=${rank === '10' ? 20 : rank === 'J' ? 11 : 14} lengthAdjust="spacingAndGlyphs">${rank}</text>
    <path transform="translate(5 26) scale(.54)" d=${shape}></path>
    ${
      'JQK'.includes(rank)
        ? svg`<rect class="frame" x="24" y="30" width="30" height="48" rx="3"></rect>
        <path class="crown" transform="translate(29 33) scale(.83)" d=${CROWN}></path>
        <path transform="translate(29 54) scale(.83)" d=${shape}></path>`
        : rank === 'A'
          ? svg`<path transform="translate(20 38) scale(1.45)" d=${shape}></path>`
          : svg`<path transform="translate(26 46) scale(1.15)" d=${shape}></path>`
    }
  </svg>`;
}

const faceDown = html`<svg class="face" viewBox="0 0 60 84" role="img" aria-label="card face down">
  <rect class="paper" x=".75" y=".75" width="58.500" height="82.500" rx="6"></rect>
  <rect class="back" x="4" y="4" width="52" height="76" rx="4"></rect>
  <path class="weave" d="M4 24 24 4M4 44 44 4M4 64 56 12M8 80 56 32M28 80 56 52M48 80l8-8M36 4l20 20M16 4l40 40M4 12l52 52M4 32l48 48M4 52l28 28M4 72l8 8"></path>
</svg>`;

/** Cards side by side, each covering half of the one before; `hidden` ones face down at the end. */
export const cardRow = (cards, label, hidden = 0) => html`<ol class="cards" aria-label=${label}>
  ${cards.map((card) => html`<li>${playingCard(card)}</li>`)}
  ${hidden ? html`<li>${faceDown}</li>` : ''}
</ol>`;

/** A blackjack hand's best total, and whether an ace counts eleven in it. */
export function handTotal(cards) {
  const hard = cards.reduce((sum, card) => sum + pips(card), 0);
  const soft = hard <= 11 && cards.some((card) => pips(card) === 1);
  return {total: soft ? hard + 10 : hard, soft};
}

const STATES = {
  standing: 'Stands',
  bust: 'Bust',
  surrendered: 'Surrendered',
  lost: 'Loses',
  pushed: 'Push',
  won: 'Wins',
  natural: 'Blackjack',
};

const OUTCOMES = {
  bust: ({total}) => `Bust with ${total}.`,
  surrendered: () => 'Surrendered; half your bet back.',
  lost: ({total}, dealer) => `You lose ${total} to ${dealer}.`,
  pushed: ({total}) => `Push at ${total}; your wager is returned.`,
  won: ({total}, dealer) => (dealer > 21 ? `You win with ${total}: dealer busts.` : `You win ${total} to ${dealer}.`),
  natural: () => 'Blackjack, paid 3 to 2.',
};

/** "an ace", "10", as the dealer's first card is called. */
export const upcardWords = ({cards, total}) => (cards.length === 1 && total === 11 ? 'an ace' : String(total));

/** "soft 17", "20"; a lone ace is "11". */
export const totalWords = ({total, soft}) => (soft && total > 11 && total < 21 ? `soft ${total}` : String(total));

/** What a finished round comes to, in one or two sentences. */
export function outcomeWords({dealer, hands, insurance}) {
  const insured = !insurance
    ? ''
    : isNatural(dealer.cards)
      ? ` Insurance pays ${money(3 * insurance)}.`
      : ' Insurance is lost.';
  if (hands.length === 1) {
    return (
      (isNatural(dealer.cards) && hands[0].state === 'lost'
        ? 'The dealer has blackjack.'
        : OUTCOMES[hands[0].state](hands[0], dealer.total)) + insured
    );
  }
  return `${hands.map((hand, index) => `Hand ${index + 1} ${STATES[hand.state].toLowerCase()}`).join(', ')}; ${dealer.total > 21 ? 'dealer busts' : `the dealer has ${dealer.total}`}.${insured}`;
}

const isNatural = (cards) => cards.length === 2 && handTotal(cards).total === 21;

/** A table of blackjack, whole or as far as it is shown; `null` before the first deal. */
export function handsPicture(view) {
  const dealer = view?.dealer ?? {cards: []};
  const hands = view?.hands ?? [];
  return html`<div class="table">
    <section class="seat" aria-label="Dealer">
      <h2>Dealer ${dealer.cards.length ? html`<span class="total" data-dealer-total>${totalWords(dealer)}</span>` : nothing}</h2>
      ${dealer.cards.length ? cardRow(dealer.cards, 'Dealer’s cards', dealer.hidden ?? 0) : html`<div class="cards"></div>`}
    </section>
    <p class="printed">Blackjack pays 3 to 2 · Dealer stands on all 17s · Insurance pays 2 to 1</p>
    <div class="seats">
      ${hands.length ? hands.map((hand, index) => seat(hand, index, view)) : html`<section class="seat" aria-label="You"><h2>You</h2><div class="cards"></div></section>`}
    </div>
  </div>`;
}

function seat(hand, index, {active, hands}) {
  const turn = index === active;
  const name = hands.length > 1 ? `Hand ${index + 1}` : 'You';
  return html`<section class="seat" ?data-turn=${turn} data-state=${hand.state} aria-label=${name}>
    <h2>${name} ${hand.cards.length ? html`<span class="total" data-total>${totalWords(hand)}</span>` : nothing}</h2>
    ${cardRow(hand.cards, `${name}: cards`)}
    <p class="laid">${chip(hand.stake)}<span>${money(hand.stake)}</span>
      ${turn ? html`<b class="state">Your turn</b>` : STATES[hand.state] ? html`<b class="state">${STATES[hand.state]}</b>` : nothing}</p>
  </section>`;
}

/** The spots of baccarat. */
export const SPOTS = [
  {on: 'playerPair', name: t('Player pair'), odds: '11 : 1'},
  {on: 'tie', name: t('Tie'), odds: '8 : 1'},
  {on: 'bankerPair', name: t('Banker pair'), odds: '11 : 1'},
  {on: 'player', name: t('Player'), odds: '1 : 1'},
  {on: 'banker', name: t('Banker'), odds: '0.95 : 1'},
];

/** Who won, in words. */
export const WINNERS = {player: t('Player wins'), banker: t('Banker wins'), tie: t('A tie')};

/** What players call a spot of baccarat. */
export const spotName = (id) => SPOTS.find(({on}) => on === id).name;

/** "Banker wins 7–4." */
export const coupWords = ({winner, player: one, banker: other}) =>
  winner === 'tie'
    ? t('Tie {points}–{points}.', {points: one.total})
    : t('{winner} {most}–{least}.', {
        winner: WINNERS[winner],
        most: Math.max(one.total, other.total),
        least: Math.min(one.total, other.total),
      });

/** A table of baccarat: both hands, whole or as far as they are dealt, and the spots with their chips. */
export function coupPicture({result, chips, locked = true, tap = () => undefined}) {
  const won = new Set(result?.wins?.map(({on}) => on));
  return html`<div class="table">
    <div class="coup">${['player', 'banker'].map((side) => {
      const {cards, total} = result?.[side] ?? {cards: []};
      return html`<section class="seat" aria-label=${t('{side}’s hand', {side: spotName(side)})} ?data-turn=${result?.winner === side}>
        <h2>${spotName(side)} ${cards.length ? html`<span class="total">${total}</span>` : nothing}</h2>
        ${cards.length ? cardRow(cards, t('{side}: cards', {side: spotName(side)})) : html`<div class="cards"></div>`}
      </section>`;
    })}</div>
    <div class="spots" role="group" aria-label=${t('Spots to bet on')}>${SPOTS.map(({on, name, odds}) => {
      const stake = chips.get(on);
      return html`<button type="button" class="spot5 ${on}" data-spot=${on} ?data-won=${won.has(on)} aria-disabled=${locked ? 'true' : nothing}
        aria-label=${t('{bet}, pays {odds}', {bet: name, odds}) + (stake ? t(', {amount} wagered', {amount: money(stake)}) : '')} @click=${() => locked || tap(on)}>
        <b>${name}</b><span>${odds}</span>${stake ? chip(stake) : nothing}</button>`;
    })}</div>
  </div>`;
}
