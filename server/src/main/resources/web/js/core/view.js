// What every element of the lobby is made from, and how it writes money: whole minor units
// everywhere, a decimal point only in the text.

import {LitElement, html, nothing, svg} from 'lit-element/lit-element.js';
import {player, recall, remember} from '/js/core/api.js';

export {html, nothing, svg};

const TWO_PLACES = new Intl.NumberFormat('en', {minimumFractionDigits: 2, maximumFractionDigits: 2});
const WHOLE = new Intl.NumberFormat('en');

/** 123456 → "1,234.56". */
export const money = (minor) => TWO_PLACES.format(minor / 100);

/** As `money`, with a sign for profit and a true minus for loss: "+2.50", "−1.00", "0.00". */
export const signed = (minor) =>
  (minor > 0 ? '+' : minor < 0 ? '−' : '') + TWO_PLACES.format(Math.abs(minor) / 100);

/** "1,234.5" → 123450; `null` for anything that is not an amount with at most two decimals. */
export function parseMoney(text) {
  const match = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text.trim().replaceAll(',', ''));
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null;
}

/** 0.9600123 → "96.00 %". */
export const percent = (fraction, places = 2) => `${(fraction * 100).toFixed(places)} %`;

/** As the server's: fewer rounds say nothing about a return. */
export const ENOUGH_ROUNDS = 1_000;

/** What came back of the stakes, as "96.00 %"; or why that says nothing yet. */
export const returned = ({rounds, staked, paid}) =>
  !staked ? '–' : rounds < ENOUGH_ROUNDS ? 'too few rounds' : percent(paid / staked);

export const count = (n) => WHOLE.format(n);

/** 1 → "1 spin", 3 → "3 spins". */
export const plural = (n, noun, nouns = `${noun}s`) => `${WHOLE.format(n)} ${n === 1 ? noun : nouns}`;

/** What a problem says to the player; amounts as the page writes them. */
export const problemWords = (problem) =>
  !problem ? ''
  : problem.code === 'insufficient_funds' && problem.balance !== undefined ? `Your balance of ${money(problem.balance)} does not cover this.`
  : problem.message;

/** A Lit element in the page's own DOM: one stylesheet, one focus order, no shadow. */
export class View extends LitElement {
  createRenderRoot() {
    this.replaceChildren();
    return this;
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

/** Writes the profit of a settled round, coloured and signed. */
export const profit = ({stake, payout}) =>
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
  'slots-20': 'Slots',
  slots: 'Fruit slots',
  roulette: 'Roulette',
  blackjack: 'Blackjack',
  baccarat: 'Baccarat',
  crash: 'Crash',
};

const WHEN = new Intl.DateTimeFormat('en-GB', {dateStyle: 'medium', timeStyle: 'medium'});

export const when = (iso) => html`<time datetime=${iso}>${WHEN.format(new Date(iso))}</time>`;

export const roundLink = (ref) => `/round.html?ref=${encodeURIComponent(ref)}`;

const KINDS = {bet: 'bet', win: 'win', bet_and_win: 'bet and win', rollback: 'bet taken back'};

/** A provider's transaction: there is no round of ours to look at. */
const elsewhere = (line) => html`${line.providerName}: ${line.game} <span class="dim">${KINDS[line.kind] ?? line.kind}</span>`;

/** The table of rounds that the lobby and the history page share. */
export const roundsTable = (rounds) => html`<div class="scroll" tabindex="0" role="region" aria-label="Rounds">
  <table class="rounds">
    <thead>
      <tr>
        <th scope="col">Round</th>
        <th scope="col">Time</th>
        <th scope="col" class="number wide">Stake</th>
        <th scope="col" class="number wide">Payout</th>
        <th scope="col" class="number">Profit</th>
        <th scope="col" class="number wide">Balance after</th>
      </tr>
    </thead>
    <tbody>
      ${rounds.map((round) => html`<tr>
        <th scope="row">${round.provider ? elsewhere(round) : html`<a href=${roundLink(round.ref)}>${GAMES[round.game] ?? round.game}</a>`}</th>
        <td>${when(round.at)}</td>
        <td class="number wide">${money(round.stake)}</td>
        <td class="number wide">${money(round.payout)}</td>
        <td class="number ${round.payout > round.stake ? 'gain' : round.payout < round.stake ? 'loss' : ''}">
          ${signed(round.payout - round.stake)}
        </td>
        <td class="number wide">${money(round.balanceAfter)}</td>
      </tr>`)}
    </tbody>
  </table>
</div>`;

const SHORTCUTS = 'pitboss.shortcuts';

/**
 * The keys that play a game: off until the player turns them on, with one switch for all games. Its host draws the
 * `choice`, and a `hint` where a key does what a button does.
 */
export class Keys {
  /** @param keys by letter, `{does, act}`: what it does in a word or two, and the doing */
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
    const typing = event.target.closest?.('input:not([type=checkbox], [type=radio]), select, textarea');
    if (this.on && !typing && !event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey) {
      this.keys[event.key.toLowerCase()]?.act();
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
    return html`<label class="check"><input type="checkbox" .checked=${this.on} data-action="shortcuts"
        @change=${({target}) => this.#choose(target.checked)} />Keyboard shortcuts</label>
      ${this.on ? html`<p class="dim">${Object.entries(this.keys).map(([key, {does}]) => html`<kbd>${key.toUpperCase()}</kbd> ${does} `)}</p>` : nothing}`;
  }
}
