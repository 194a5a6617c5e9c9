// The roulette game: the wheel, the chips in hand, and one spin at a time.

import {get, player, rich, t, tn, wait} from '/js/core/api.js';
import {
  GameView,
  Keys,
  drawing,
  followPlayer,
  html,
  money,
  net,
  nothing,
  percent,
  roundLink,
  sound,
  stillness,
  svg,
} from '/js/core/view.js';
import {CHIPS, Chips} from '/js/parts/stakes.js';
import {
  NAMES,
  PLACES,
  betAt,
  colorName,
  colorOf,
  payoutMultiple,
  placeName,
  placeOf,
} from '/js/games/roulette-table.js';

const WHEEL = [
  0, 32, 15, 19, 4, 21, 2, 25, 17, 34, 6, 27, 13, 36, 11, 30, 8, 23, 10, 5, 24, 16, 33, 1, 20, 14, 31, 9, 22, 18, 29, 7,
  28, 12, 35, 3, 26,
];

// A round takes at least this long, also with reduced motion: a calm table, not a machine gun.
const CYCLE_MILLIS = 2_500;

const sector = 360 / WHEEL.length;

function wheelSector(pocket, index) {
  const half = (sector / 2) * (Math.PI / 180);
  const x = (100 * Math.sin(half)).toFixed(2);
  const y = (-100 * Math.cos(half)).toFixed(2);
  return svg`<g transform="rotate(${index * sector})">
    <path class="pocket ${colorOf(pocket)}" d="M0 0 L-${x} ${y} A100 100 0 0 1 ${x} ${y} Z"></path>
    <text y="-84" text-anchor="middle">${pocket}</text>
  </g>`;
}

const wheel = () => html`<svg class="wheel" viewBox="-112 -112 224 224" aria-hidden="true">
  <circle class="rim" r="110"></circle>
  <g class="rotor">
    ${WHEEL.map(wheelSector)}
    <circle class="cone" r="66"></circle>
    <circle class="hub" r="14"></circle>
    <path class="cross" d="M-40 0 H40 M0 -40 V40"></path>
  </g>
  <g class="ball"><circle cy="-72" r="6"></circle></g>
</svg>`;

class RouletteGame extends GameView {
  static properties = {state: {state: true}};

  constructor() {
    super();
    followPlayer(this);
    this.state = 'ready';
    this.chips = new Chips(this);
    this.outcome = null;
    this.pockets = [];
    this.rules = null;
    this.turn = 0;
    this.keys = new Keys(this, {
      n: {does: t('spin'), act: () => this.#spin()},
      ...this.chips.keys(
        () => this.state !== 'ready',
        () => (this.outcome = null),
      ),
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    if (this.isOff) {
      return;
    }
    try {
      const [rules] = await Promise.all([get('/games/roulette'), player.open()]);
      this.rules = rules;
      this.chips.hand = CHIPS.find((value) => value >= Math.max(rules.minStake ?? 0, 100)) ?? 100;
      const round = await player.resume('/play/roulette');
      if (round) {
        this.outcome = round;
        this.chips.last = round.bet.bets.map((bet) => ({key: placeOf(bet).key, stake: bet.stake}));
        player.settle(round);
      }
      // A guest made a moment ago has no past to ask for.
      if (!player.fresh) {
        this.pockets = (await get('/play/roulette/history?limit=15')).pockets;
      }
    } catch (problem) {
      this.chips.refused(problem);
    }
    this.requestUpdate();
  }

  #place(place) {
    this.outcome = null;
    this.chips.lay(place.key);
  }

  async #spin() {
    if (this.state !== 'ready' || this.chips.laid.length === 0 || player.keptOut) {
      return;
    }
    this.state = 'spinning';
    this.outcome = null;
    this.chips.refused(null);
    const stake = this.chips.total;
    const earliest = wait(CYCLE_MILLIS);
    const balanceBefore = player.balance;
    sound('spin');
    player.show(balanceBefore - stake);
    try {
      const bets = [...this.chips.sums].map(([key, amount]) =>
        betAt(
          PLACES.find((place) => place.key === key),
          amount,
        ),
      );
      const round = await player.play('roulette', {bets});
      await this.#roll(round.result.pocket);
      await earliest;
      this.outcome = round;
      this.pockets = [round.result.pocket, ...this.pockets].slice(0, 15);
      this.chips.played();
      player.settle(round);
      sound(round.payout > round.stake ? 'win' : 'over');
    } catch (problem) {
      this.chips.refused(problem);
      player.show(problem.balance ?? balanceBefore);
    }
    this.state = 'ready';
  }

  /** Turns the wheel so that the pocket comes to rest at the top, the ball running against it. */
  async #roll(pocket) {
    const target = -WHEEL.indexOf(pocket) * sector;
    const from = this.turn;
    this.turn = target;
    const rotor = this.querySelector('.rotor');
    const ball = this.querySelector('.ball');
    const spin = {duration: stillness() ? 0 : 2_300, easing: 'cubic-bezier(.15,.6,.2,1)', fill: 'forwards'};
    const turns = [
      rotor.animate([{transform: `rotate(${from}deg)`}, {transform: `rotate(${target + 720}deg)`}], spin),
      ball.animate([{transform: 'rotate(0deg)'}, {transform: 'rotate(-1440deg)'}], spin),
    ];
    await Promise.all(turns.map((turn) => turn.finished.catch(() => undefined)));
  }

  drawGame() {
    const {total} = this.chips;
    const busy = this.state !== 'ready';
    const isKeptOut = Boolean(player.keptOut);
    return html`
      <div class="stage">
        <div class="spinner">
          ${wheel()}
          <div class="spoken">
            <p class="result" role="status">${this.#words()}</p>
            <h2>${t('Last results')}</h2>
            ${
              this.pockets.length
                ? html`<ol class="pockets" aria-label=${t('Last results, newest first')}>${this.pockets.map(
                    (pocket) => html`<li class=${colorOf(pocket)}>
                  ${pocket}<span class="hidden"> ${colorName(pocket)}</span></li>`,
                  )}</ol>`
                : html`<p class="dim">${t('No results yet.')}</p>`
            }
          </div>
        </div>
        <roulette-table .chips=${this.outcome ? this.chips.lastSums : this.chips.sums} .winning=${this.outcome?.result.pocket ?? null}
          ?locked=${busy || isKeptOut} @place=${(event) => this.#place(event.detail)}></roulette-table>
      </div>
      <div class="dock">
        ${this.chips.choice(this.rules ?? {})}
        ${this.chips.bar(
          busy,
          () => (this.outcome = null),
          html`<button class="action" type="button" data-action="spin" ?disabled=${!busy && isKeptOut} aria-disabled=${busy || !total ? 'true' : nothing}
          @click=${this.#spin}>${busy ? t('Spinning…') : total ? t('Spin for {amount}', {amount: money(total)}) : t('Spin')}${this.keys.hint('n')}</button>`,
        )}
      </div>
      <div class="panel">
        ${this.#byList(busy || isKeptOut)}
        ${this.#slip()}
      </div>`;
  }

  #words() {
    if (this.state !== 'ready') {
      return t('The wheel is spinning.');
    }
    if (!this.outcome) {
      return player.keptOut ? '' : this.chips.words;
    }
    const {result, payout, ref} = this.outcome;
    const landed = html`<b class="pocketname ${colorOf(result.pocket)}">${result.pocket} ${colorName(result.pocket)}</b>`;
    const [win] = result.wins;
    const won =
      result.wins.length > 1
        ? tn(result.wins.length, '{n} winning bet pays {amount}.', '{n} winning bets pay {amount}.', {
            amount: money(payout),
          })
        : win && t('{bet} pays {amount}.', {bet: placeName(placeOf(win)), amount: money(win.payout)});
    return html`${landed} ${payout === 0 ? t('No winning bets.') : won} ${rich('Net {amount}.', {amount: net(this.outcome)})}
      <a href=${roundLink(ref)}>${t('View and verify this round')}</a>`;
  }

  /** The same bets from a list: no aiming needed, for a thumb, a switch or a screen reader. */
  #byList(busy) {
    const types = [...new Set(PLACES.map((place) => place.type))];
    return html`<details>
      <summary>${t('Place from a list')}</summary>
      <label for="place-list">${t('Bet')}</label>
      <select id="place-list" ?disabled=${Boolean(player.keptOut)}>
        ${types.map(
          (type) => html`<optgroup label=${NAMES[type]}>
          ${PLACES.filter((place) => place.type === type).map((place) => html`<option value=${place.key}>${placeName(place)}</option>`)}
        </optgroup>`,
        )}
      </select>
      <button type="button" data-action="place" ?disabled=${busy} @click=${() => {
        const key = this.querySelector('#place-list').value;
        this.#place(PLACES.find((place) => place.key === key));
      }}>${t('Place {amount}', {amount: money(this.chips.hand)})}</button>
    </details>`;
  }

  #slip() {
    const chips = [...this.chips.sums];
    return html`<section class="slip" aria-label=${t('Bets on the table')}>
      <h2>${t('Bets on the table')}</h2>
      ${
        chips.length === 0
          ? html`<p class="dim">${t('None. Tap a number, an edge between numbers, or a box outside.')}</p>`
          : html`<ul>${chips.map(([key, stake]) => {
              const place = PLACES.find((one) => one.key === key);
              return html`<li><span>${placeName(place)}</span><span>${money(stake)}</span>
              <span class="dim">${t('{odds} to 1, payout {amount}', {odds: payoutMultiple(place) - 1, amount: money(stake * payoutMultiple(place))})}</span></li>`;
            })}</ul>`
      }
      ${
        this.rules
          ? html`<p class="dim">${t('RTP {rtp} on every bet.', {rtp: percent(this.rules.parSheet?.rtp ?? this.rules.rtp)})}
        ${t('Wager {least} to {most}.', {least: money(this.rules.minStake), most: money(this.rules.maxStake)})}</p>`
          : nothing
      }
      ${this.keys.choice()}
      <p><a href="/fairness.html">${drawing('icon-fairness')} ${t('How each result is proven fair')}</a></p>
    </section>`;
  }
}

customElements.define('roulette-game', RouletteGame);
