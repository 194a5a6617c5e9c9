// The European layout: every bet as a place with half-cell coordinates, drawn and played from one
// list. `u` runs along the numbers (row r of three sits at u = 2r + 1, the zero at u = −1), `v`
// across them (1, 3, 5 for the three columns; 0 is their outer edge; the outside bets lie below 0).
// The stylesheet turns (u, v) into a wide table or, on a phone, a tall one.

import {t} from '/js/core/api.js';
import {View, html, money, nothing} from '/js/core/view.js';
import {chip} from '/js/parts/stakes.js';

const RED = new Set([1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36]);

export const colorOf = (pocket) => (pocket === 0 ? 'green' : RED.has(pocket) ? 'red' : 'black');

const COLORS = {green: t('green'), red: t('red'), black: t('black')};

/** The colour of a pocket in words. */
export const colorName = (pocket) => COLORS[colorOf(pocket)];

/** What players call the kinds of bets. */
export const NAMES = {
  straight: t('Number'),
  split: t('Split'),
  street: t('Street'),
  corner: t('Corner'),
  line: t('Line'),
  dozen: t('Dozen'),
  column: t('Column'),
  red: t('Red'),
  black: t('Black'),
  even: t('Even'),
  odd: t('Odd'),
  low: t('Low'),
  high: t('High'),
  trio: t('Trio'),
  'first-four': t('First four'),
};

const numbersWhere = (test) => Array.from({length: 36}, (_, i) => i + 1).filter(test);

function listPlaces() {
  const places = [];
  const place = (type, numbers, u, v, extra = {}) =>
    places.push({type, numbers, u, v, key: `${type}:${extra.value ?? numbers.join('-')}`, ...extra});
  const at = (row, column) => row * 3 + column + 1;

  place('straight', [0], -1, 3);
  for (let row = 0; row < 12; row++) {
    for (let column = 0; column < 3; column++) {
      place('straight', [at(row, column)], 2 * row + 1, 2 * column + 1);
    }
  }
  for (let column = 0; column < 3; column++) {
    place('split', [0, at(0, column)], 0, 2 * column + 1);
  }
  for (let row = 0; row < 12; row++) {
    const first = at(row, 0);
    place('street', [first, first + 1, first + 2], 2 * row + 1, 0);
    place('split', [first, first + 1], 2 * row + 1, 2);
    place('split', [first + 1, first + 2], 2 * row + 1, 4);
    if (row < 11) {
      for (let column = 0; column < 3; column++) {
        place('split', [first + column, first + column + 3], 2 * row + 2, 2 * column + 1);
      }
      place(
        'line',
        [0, 1, 2, 3, 4, 5].map((i) => first + i),
        2 * row + 2,
        0,
      );
      place('corner', [first, first + 1, first + 3, first + 4], 2 * row + 2, 2);
      place('corner', [first + 1, first + 2, first + 4, first + 5], 2 * row + 2, 4);
    }
  }
  place('trio', [0, 1, 2], 0, 2);
  place('trio', [0, 2, 3], 0, 4);
  place('first-four', [0, 1, 2, 3], 0, 0);
  for (let value = 1; value <= 3; value++) {
    place(
      'column',
      numbersWhere((n) => n % 3 === value % 3),
      25,
      2 * value - 1,
      {value, label: '2 : 1'},
    );
    place(
      'dozen',
      numbersWhere((n) => Math.ceil(n / 12) === value),
      8 * value - 4,
      -1,
      {
        value,
        label: `${12 * value - 11}–${12 * value}`,
      },
    );
  }
  place(
    'low',
    numbersWhere((n) => n <= 18),
    2,
    -3,
    {label: '1–18'},
  );
  place(
    'even',
    numbersWhere((n) => n % 2 === 0),
    6,
    -3,
    {label: t('Even')},
  );
  place(
    'red',
    numbersWhere((n) => RED.has(n)),
    10,
    -3,
    {label: t('Red')},
  );
  place(
    'black',
    numbersWhere((n) => !RED.has(n)),
    14,
    -3,
    {label: t('Black')},
  );
  place(
    'odd',
    numbersWhere((n) => n % 2 === 1),
    18,
    -3,
    {label: t('Odd')},
  );
  place(
    'high',
    numbersWhere((n) => n > 18),
    22,
    -3,
    {label: '19–36'},
  );
  return places;
}

/** All 157 places of the layout, numbers first, in the order a reader would want them. */
export const PLACES = listPlaces();

const BY_KEY = new Map(PLACES.map((place) => [place.key, place]));

/** What a winning bet is paid per unit staked, stake included: 36 shared by the numbers covered. */
export const payoutMultiple = (place) => 36 / place.numbers.length;

/** "Split 1, 2", "Dozen 2, 13–24", "Red". */
export function placeName({type, numbers, value, label}) {
  const name = NAMES[type] ?? type;
  if (value !== undefined) {
    return `${name} ${value}, ${label}`;
  }
  return numbers.length <= 6 ? `${name} ${numbers.join(', ')}` : label === name ? name : `${name}, ${label}`;
}

/** The place of a bet as the casino stores it, whichever way it names the numbers. */
export function placeOf({type, numbers, value}) {
  const key = `${type}:${value ?? [...(numbers ?? [])].sort((a, b) => a - b).join('-')}`;
  return BY_KEY.get(key) ?? PLACES.find((place) => place.type === type && covers(place, numbers));
}

const covers = (place, numbers) =>
  !numbers?.length || (numbers.length === place.numbers.length && numbers.every((n) => place.numbers.includes(n)));

/** A bet as the casino wants it. */
export const betAt = (place, stake) =>
  place.value !== undefined
    ? {type: place.type, value: place.value, stake}
    : place.numbers.length === 18
      ? {type: place.type, stake}
      : {type: place.type, numbers: place.numbers, stake};

/**
 * The table itself. `chips` maps a place's key to its stake; fires `place` with the place tapped.
 * One tab stop; arrow keys walk the layout half a cell at a time, so every split and corner is
 * reached by keyboard just where it lies.
 */
class RouletteTable extends View {
  static properties = {
    chips: {attribute: false},
    winning: {attribute: false},
    locked: {type: Boolean},
  };

  constructor() {
    super();
    this.chips = new Map();
    this.winning = null;
    this.locked = false;
    this.cursor = PLACES[1];
    this.reached = null;
  }

  #tap(place) {
    this.cursor = place;
    if (!this.locked) {
      this.dispatchEvent(new CustomEvent('place', {detail: place}));
    }
    this.requestUpdate();
  }

  #reach(place) {
    if (this.reached !== place) {
      this.reached = place;
      this.requestUpdate();
    }
  }

  #walk(event) {
    const tall = getComputedStyle(event.currentTarget).getPropertyValue('--tall').trim() === '1';
    const wide = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]};
    const high = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]};
    const step = (tall ? high : wide)[event.key];
    if (!step) {
      return;
    }
    event.preventDefault();
    const next = nearest(this.cursor, step);
    if (next) {
      this.cursor = next;
      this.requestUpdate();
      this.updateComplete.then(() => this.querySelector('[data-place][tabindex="0"]').focus());
    }
  }

  render() {
    const lit = this.reached ? new Set(this.reached.numbers) : null;
    return html`<div class="felt" role="group" aria-label=${t('Betting layout; arrow keys move, Enter places a chip')}
      @keydown=${this.#walk} @pointerleave=${() => this.#reach(null)}>
      ${PLACES.map((place) => this.#spot(place, lit))}
    </div>`;
  }

  #spot(place, lit) {
    const stake = this.chips.get(place.key);
    const won = this.winning !== null && place.numbers.includes(this.winning);
    const single = place.type === 'straight';
    const label = place.label ?? (single ? String(place.numbers[0]) : '');
    return html`<button type="button" class="spot ${place.type} ${single ? colorOf(place.numbers[0]) : ''}"
      data-place=${place.key}
      data-odd=${place.u % 2 === 0 ? nothing : ''}
      ?data-lit=${single && lit?.has(place.numbers[0])}
      ?data-won=${won && (single || stake)}
      .style=${`--u:${place.u};--v:${place.v}`}
      tabindex=${place === this.cursor ? 0 : -1}
      aria-label=${placeName(place) + (stake ? t(', {amount} wagered', {amount: money(stake)}) : '')}
      aria-disabled=${this.locked ? 'true' : nothing}
      @click=${() => this.#tap(place)}
      @pointerenter=${() => this.#reach(place)}
      @focus=${() => this.#reach(place)}
      @blur=${() => this.#reach(null)}>${label}${stake ? chip(stake) : nothing}</button>`;
  }
}

function nearest(from, [du, dv]) {
  let best = null;
  let bestCost = Infinity;
  for (const place of PLACES) {
    const along = (place.u - from.u) * du + (place.v - from.v) * dv;
    const aside = Math.abs((place.u - from.u) * dv) + Math.abs((place.v - from.v) * du);
    const cost = along + 3 * aside;
    if (along > 0 && cost < bestCost) {
      best = place;
      bestCost = cost;
    }
  }
  return best;
}

customElements.define('roulette-table', RouletteTable);
