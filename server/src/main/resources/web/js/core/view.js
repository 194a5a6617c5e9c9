// What every element of the lobby is made from, and how amounts are written and read: whole minor units everywhere, a
// decimal point only in text. Each page loads this module, and as few others as it can.

import {LitElement, html, nothing, svg} from 'lit-element/lit-element.js';
import {LOCALE, count, language, ofRule, player, recall, remember, rich, sentence, t} from '/js/core/api.js';

export {count, html, nothing, svg};

/** Currencies of ISO 4217 whose minor unit is not a hundredth, and how many decimals they have instead. */
const DECIMALS = new Map(
  [
    [
      0,
      'ADP BEF BIF BYB BYR CLP DJF ESP GNF GRD ISK ITL JPY KMF KRW LUF MGF PTE PYG ROL RWF TPE TRL UGX UYI VND VUV XAF XOF XPF',
    ],
    [3, 'BHD IQD JOD KWD LYD OMR TND'],
    [4, 'CLF'],
  ].flatMap(([decimals, codes]) => codes.split(' ').map((code) => [code, decimals])),
);

/** The currency of play chips; every other one is money. */
export const PLAY_MONEY = 'CHIP';

/** Below so many minor units of play chips a player is offered more, where the operator gives them. */
export const LOW_BALANCE = 1_000;

/** How many decimals amounts of a currency have: CHIP and EUR 2, JPY 0, KWD 3. */
export const decimalsOf = (code = currency()) => DECIMALS.get(code) ?? 2;

const formats = new Map();

/** Digits grouped as the page's language does, with so many decimals. */
function format(decimals) {
  if (!formats.has(decimals)) {
    formats.set(
      decimals,
      new Intl.NumberFormat(language, {minimumFractionDigits: decimals, maximumFractionDigits: decimals}),
    );
  }
  return formats.get(decimals);
}

let current = null;

/** The currency in which amounts are read and written unless another is given: the player's, or a page's choice. */
const currency = () => current ?? player.currency ?? PLAY_MONEY;

/** Sets that currency for a page that shows the money of others. */
export function useCurrency(code) {
  current = code;
}

/** 123456 → "1,234.56"; in JPY "123,456". */
export const money = (minor, code = currency()) => format(decimalsOf(code)).format(minor / 10 ** decimalsOf(code));

/** As `money`, with a sign for profit and a true minus for loss: "+2.50", "−1.00", "0.00". */
export const signed = (minor, code = currency()) =>
  (minor > 0 ? '+' : minor < 0 ? '−' : '') + money(Math.abs(minor), code);

/** As `money`, with the currency: "1,234.56 EUR"; play chips as "1,234.56 chips". */
export function moneyWithCurrency(minor, code = currency()) {
  const digits = decimalsOf(code);
  return code === PLAY_MONEY
    ? t('{amount} chips', {amount: money(minor, code)})
    : language === 'en'
      ? `${money(minor, code)} ${code}`
      : new Intl.NumberFormat(language, {
          style: 'currency',
          currency: code,
          currencyDisplay: 'code',
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        }).format(minor / 10 ** digits);
}

/** What players read beside an amount. */
export const currencyName = (code = currency()) => (code === PLAY_MONEY ? t('chips') : code);

const POINT = (1.5).toLocaleString(language).charAt(1);

/** As `money` without groups: what a field for an amount is filled with. A comma before three decimals would group. */
export function written(minor, code = currency()) {
  if (minor === undefined || minor === null) {
    return '';
  }
  const decimals = decimalsOf(code);
  return (minor / 10 ** decimals).toFixed(decimals).replace('.', decimals === 3 ? '.' : POINT);
}

const GROUPS = /[\s'\u2018\u2019\u066c_]/u;
const DIGITS_OF_OTHER_SCRIPTS = /\p{Nd}/gu;

/** Digits of any script as 0 to 9. Each script's ten digits are consecutive code points, zero first. */
function digits(text) {
  return text.replace(DIGITS_OF_OTHER_SCRIPTS, (digit) => {
    let zero = digit.codePointAt(0);
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && digit.codePointAt(0) - (zero - 1) < 10) {
      zero -= 1;
    }
    return String(digit.codePointAt(0) - zero);
  });
}

/** Whether a text of digits and this separator is grouped by threes: "1,234,567". */
function isGrouped(text, separator) {
  const groups = text.split(separator);
  return /^[1-9]\d{0,2}$/.test(groups[0]) && groups.slice(1).every((group) => /^\d{3}$/.test(group));
}

const EITHER = new Intl.ListFormat(LOCALE, {type: 'disjunction'});

const twoWays = (...readings) =>
  t('That can be read in two ways. Write {readings}.', {
    readings: EITHER.format(readings.map((text) => text.replace(/^0+(?=\d)/, ''))),
  });

const refused = (words) => ({value: null, problem: words});

/**
 * Reads a number that a person typed, in any of the usual ways: `1234.5`, `1,234.50`, `1.234,50`, `1 234,50`,
 * `1'234.50`. Where two kinds of separator stand, the last is the decimal one. A separator that is alone groups
 * thousands only where it groups exactly three digits, and a point alone never does; what can be read in two ways is
 * refused with both.
 *
 * @param decimals how many it may have
 * @param example what to write, for the refusal
 * @returns `{value}` in units of the last decimal, or `{value: null, problem}` with a sentence for the person
 */
export function readNumber(text, decimals, example) {
  const plain = digits(text.normalize('NFKC').trim()).replace('\u066b', '.');
  if (plain === '') {
    return refused(t('Enter an amount, such as {example}.', {example}));
  }
  if (!/^[\d.,\s'\u2018\u2019\u066c_]+$/u.test(plain) || !/\d/.test(plain)) {
    return refused(t('Enter an amount in digits, such as {example}.', {example}));
  }
  const [, whole, mark, fraction] = /^(.*?)(?:([.,])(\d*))?$/su.exec(plain);
  return readParts(whole, mark, fraction, decimals, example);
}

function readParts(whole, mark, fraction, decimals, example) {
  const separators = [
    ...new Set([...whole].filter((char) => !/\d/.test(char)).map((char) => (/\s/u.test(char) ? ' ' : char))),
  ];
  if (separators.length > 1) {
    return refused(t('That mixes several separators. Write {example}.', {example}));
  }
  const [group] = separators;
  const uniform = group === ' ' ? whole.replace(/\s/gu, ' ') : whole;
  if (mark === undefined) {
    return !group || (GROUPS.test(group) && isGrouped(uniform, group))
      ? toUnits(uniform.replaceAll(group ?? ',', ''), '', decimals, example)
      : refused(t('Groups have three digits. Write {example}.', {example}));
  }
  if (group && !isGrouped(uniform, group)) {
    return refused(t('Groups have three digits. Write {example}.', {example}));
  }
  const together = uniform.replaceAll(group ?? ',', '');
  if (group === mark) {
    // several of the same kind: 1,234,567 or 1.234.567
    return fraction.length === 3
      ? toUnits(together + fraction, '', decimals, example)
      : refused(t('Groups have three digits. Write {example}.', {example}));
  }
  if (!group && fraction.length === 3 && isGrouped(`${whole}${mark}${fraction}`, mark)) {
    if (mark === ',' && decimals < 3) {
      return toUnits(together + fraction, '', decimals, example);
    }
    if (mark === ',' || decimals < 3) {
      return refused(twoWays(together + fraction, ...(decimals ? [`${together}.${fraction.slice(0, decimals)}`] : [])));
    }
  }
  return toUnits(together, fraction, decimals, example);
}

/** Digits before and after the decimal point as units of the last decimal. */
function toUnits(whole, fraction, decimals, example) {
  const kept = fraction.replace(/0+$/, '');
  if (whole === '' && fraction === '') {
    return refused(t('Enter an amount, such as {example}.', {example}));
  }
  if (kept.length > decimals) {
    return refused(
      decimals
        ? t('At most {decimals} decimals. Write {example}.', {decimals, example})
        : t('Whole numbers only. Write {example}.', {example: whole || 0}),
    );
  }
  if (fraction.length > decimals) {
    // 1,0000 may be ten thousand to its writer
    return refused(
      decimals
        ? twoWays(whole + fraction, `${whole || 0}.${fraction.slice(0, decimals)}`)
        : t('Whole numbers only. Write {example}.', {example: whole || 0}),
    );
  }
  const value = Number(whole + kept.padEnd(decimals, '0'));
  return Number.isSafeInteger(value) && value <= LARGEST ? {value} : refused(t('That amount is too large.'));
}

/** Below it all arithmetic of the pages on amounts is exact; far above any balance. */
const LARGEST = 1_000_000_000_000_000;

/**
 * Reads an amount of money, with or without the currency's code or symbol around it: `{value}` in minor units, or
 * `{value: null, problem}`. See `readNumber`.
 */
export function readMoney(text, code = currency()) {
  const bare = text
    .trim()
    .replace(/^\p{Sc}|\p{Sc}$/u, '')
    .trim();
  const amount = bare.toUpperCase().endsWith(code) ? bare.slice(0, -code.length) : bare;
  return readNumber(amount, decimalsOf(code), written(10 ** decimalsOf(code), code));
}

/** As `readMoney`, when only the amount counts: minor units, or `null`. */
export const parseMoney = (text, code = currency()) => readMoney(text, code).value;

/** Reads a multiplier such as "1.50", "1,5" or "2×": `{value}` in hundredths, or `{value: null, problem}`. */
export const readMultiplier = (text) => readNumber(text.replace(/[×x]\s*$/u, ''), 2, '2.00');

/** 0.9600123 → "96.00 %". */
export const percent = (fraction, places = 2) =>
  language === 'en'
    ? `${(fraction * 100).toFixed(places)} %`
    : fraction.toLocaleString(language, {
        style: 'percent',
        minimumFractionDigits: places,
        maximumFractionDigits: places,
      });

/** As the server's: fewer rounds say nothing about a return. */
export const ENOUGH_ROUNDS = 1_000;

/** What came back of the stakes, as "96.00 %"; or why that says nothing yet. */
export const returned = ({rounds, staked, paid}) =>
  !staked ? '–' : rounds < ENOUGH_ROUNDS ? 'too few rounds' : percent(paid / staked);

/** 1 → "1 spin", 3 → "3 spins": for pages in English alone. */
export const plural = (n, noun, nouns = `${noun}s`) => `${count(n)} ${n === 1 ? noun : nouns}`;

/** What a problem says to the player; amounts as the page writes them. */
export function problemWords(problem) {
  if (!problem) {
    return '';
  }
  const {code, balance} = problem;
  return code === 'insufficient_funds' && balance !== undefined
    ? t('Your balance of {balance} does not cover this.', {balance: money(balance)})
    : (WORDS[code] ?? fieldWords(problem));
}

const RULE = /^(must|is|has|cannot|needs) /;

/**
 * A problem as a sentence; in another language than English the whole one that it has for the rule. What is refused of a field begins with the field's label: "must be 1 to 80 characters" →
 * "Name must be 1 to 80 characters.". Without a label it begins with the field's name, in words.
 */
export function fieldWords({field, detail, message}, label) {
  if (!field || !detail) {
    return message;
  }
  const rule = detail.startsWith(`${field} `) ? detail.slice(field.length + 1) : detail;
  if (language !== 'en') {
    return ofRule(rule, message);
  }
  const name = field
    .split('.')
    .at(-1)
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return sentence(RULE.test(rule) ? `${label ?? name} ${rule}` : rule);
}

/** A long name that may wrap after its dots and double colons. */
export const breakable = (text) =>
  String(text)
    .split(/(?<=::|\.)/)
    .map((part) => html`${part}<wbr />`);

/** The moment at which the day so many days after a date (2026-05-31) begins for the browser, as the API takes it. */
export function startOfDay(date, days) {
  const start = new Date(`${date}T00:00`);
  start.setDate(start.getDate() + days);
  return start.toISOString();
}

/** A Lit element in the page's own DOM: one stylesheet, one focus order, no shadow. */
export class View extends LitElement {
  createRenderRoot() {
    this.replaceChildren();
    return this;
  }
}

/** Instead of a game that its operator does not offer, and beside a bet that one refuses. */
const NOT_OFFERED = html`${t('This game is not offered here.')} <a href="/">${t('Choose another game')}</a>`;

/** Beside a bet that could be paid more than the operator pays. */
const PAYS_TOO_MUCH = t('This bet could pay more than the payout limit here. Lower the wager.');

/** Instead of what only a player has, where the operator takes no guests. */
const REGISTER_FIRST = rich('{link} to play here.', {
  link: html`<a href="/account.html">${t('Register or sign in')}</a>`,
});

/** The text of a problem with one of these codes, instead of its detail. */
const WORDS = {
  no_such_game: NOT_OFFERED,
  game_off: NOT_OFFERED,
  no_guests: REGISTER_FIRST,
  payout_limit: PAYS_TOO_MUCH,
};

/**
 * A game's element, whose `drawGame` is the game itself. Where the server marked the game as switched off, the page says so
 * and offers nothing to bet with; only a round that is still open can be finished.
 */
export class GameView extends View {
  /** Whether no new round can begin here. */
  get isOff() {
    return this.dataset.off !== undefined;
  }

  /** Whether a round is in sight that began before the game was switched off. */
  get hasRound() {
    return false;
  }

  render() {
    return this.isOff && !this.hasRound
      ? this.notOffered()
      : player.needsAccount
        ? html`<p class="card notice" role="status">${REGISTER_FIRST}</p>`
        : this.drawGame();
  }

  notOffered() {
    return html`<p class="card notice" role="status">${NOT_OFFERED}</p>`;
  }
}

/** Draws the element again whenever the player's balance or connection changes. */
export function followPlayer(element) {
  const redraw = () => element.requestUpdate();
  element.addController({
    hostConnected: () => player.addEventListener('change', redraw),
    hostDisconnected: () => player.removeEventListener('change', redraw),
  });
}

/** Writes the net result of a settled round, coloured and signed. */
export const net = ({stake, payout}) =>
  html`<b class=${payout > stake ? 'gain' : payout < stake ? 'loss' : ''}>${signed(payout - stake)}</b>`;

/** One of our own drawings; decorative, so the words beside it must say the same. */
export const drawing = (id, kind = 'icon') => html`<svg class=${kind} aria-hidden="true" viewBox="0 0 64 64">
  <use href="/img/symbols.svg#${id}"></use>
</svg>`;

/** True when the player asked the system for less motion. */
export const stillness = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

const SOUND = 'pitboss.sound';

/** Sounds are off until the player turns them on. */
export const sounds = {
  get on() {
    return recall(localStorage, SOUND) === 'on';
  },
  set on(on) {
    remember(localStorage, SOUND, on ? 'on' : 'off');
  },
};

/** Lets a sound be heard, if the player wants any; see `sound.js` for their names. */
export const sound = (name) => name && sounds.on && import('/js/core/sound.js').then(({play}) => play(name));

/** What players call the games; in the order they are listed. */
export const GAMES = {
  'slots-20': t('Slots'),
  slots: t('Fruit slots'),
  roulette: t('Roulette'),
  blackjack: t('Blackjack'),
  baccarat: t('Baccarat'),
  crash: t('Crash'),
  dice: t('Dice'),
  limbo: t('Limbo'),
  plinko: t('Plinko'),
  wheel: t('Wheel'),
  keno: t('Keno'),
};

/** Games whose wager is taken some time before the round ends: other rounds may come between. */
export const HELD = ['slots', 'blackjack', 'crash'];

const WHEN = new Intl.DateTimeFormat(LOCALE, {dateStyle: 'medium', timeStyle: 'medium'});

export const when = (iso) => html`<time datetime=${iso}>${WHEN.format(new Date(iso))}</time>`;

/** "7 min", "1 h 07 min". */
export const duration = (minutes) =>
  minutes < 60
    ? t('{minutes} min', {minutes})
    : t('{hours} h {minutes} min', {
        hours: Math.floor(minutes / 60),
        minutes: String(minutes % 60).padStart(2, '0'),
      });

export const roundLink = (ref) => `/round.html?ref=${encodeURIComponent(ref)}`;

const SHORTCUTS = 'pitboss.shortcuts';

/**
 * The keys that play a game: off until the player turns them on, with one switch for all games. Its host draws the
 * `choice`, and a `hint` where a key does what a button does.
 */
export class Keys {
  /** @param keys by letter, `{does, act}`: what it does in a word or two, and the doing; the space bar is `n`, too */
  constructor(host, keys) {
    this.host = host;
    this.keys = keys;
    this.on = recall(localStorage, SHORTCUTS) === 'on';
    host.addController({
      hostConnected: () => document.addEventListener('keydown', this.#press),
      hostDisconnected: () => document.removeEventListener('keydown', this.#press),
    });
  }

  #press = (event) => {
    const space = event.key === ' ';
    // Space presses what has the focus, and writes where one writes.
    const taken = event.target.closest?.(
      space
        ? 'a, button, input, select, summary, textarea'
        : 'input:not([type=checkbox], [type=radio]), select, textarea',
    );
    const key =
      this.on && !this.host.isOff && !taken && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey
        ? this.keys[space ? 'n' : event.key.toLowerCase()]
        : undefined;
    if (key) {
      event.preventDefault(); // space would scroll
      key.act();
    }
  };

  #choose(on) {
    this.on = on;
    remember(localStorage, SHORTCUTS, on ? 'on' : 'off');
    this.host.requestUpdate();
  }

  hint(key) {
    return this.on ? html` <kbd>${key.toUpperCase()}</kbd>` : nothing;
  }

  choice() {
    return html`<label class="check shortcuts"><input type="checkbox" .checked=${this.on} data-action="shortcuts"
        @change=${({target}) => this.#choose(target.checked)} />${t('Keyboard shortcuts')}</label>
      ${this.on ? html`<p class="dim">${Object.entries(this.keys).map(([key, {does}]) => html`<kbd>${key.toUpperCase()}</kbd>${key === 'n' ? html` ${t('or')} <kbd>${t('Space')}</kbd>` : nothing} ${does} `)}</p>` : nothing}`;
  }
}
