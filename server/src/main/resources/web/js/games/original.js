// One page for all originals: dice, limbo, plinko, wheel and keno differ in what is chosen and in the picture.

import {get, player, wait} from '/js/core/api.js';
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
  readMultiplier,
  roundLink,
  sound,
  stillness,
} from '/js/core/view.js';
import {StakeBox} from '/js/parts/stakes.js';
import {
  TARGETS,
  chanceWords,
  decimal,
  oddsOf,
  originalPicture,
  payTableOf,
  paysTable,
  resultWords,
  times,
} from '/js/parts/originals.js';

/** A round takes at least this long, also with reduced motion. */
const CYCLE_MILLIS = 2_500;

/** How long a ball takes from row to row. */
const ROW_MILLIS = 70;

const MAX_PICKS = 10;

/** What a bet is before anything is chosen. */
const FIRST = {
  dice: {direction: 'over', target: 5_050},
  limbo: {target: 200},
  plinko: {rows: 12, risk: 'medium'},
  wheel: {segments: 20, risk: 'medium'},
  keno: {picks: [], risk: 'medium'},
};

const RISKS = ['low', 'medium', 'high'];
const ROWS = [8, 9, 10, 11, 12, 13, 14, 15, 16];
const SEGMENTS = [10, 20, 30, 40, 50];

class OriginalGame extends GameView {
  static properties = {state: {state: true}};

  constructor() {
    super();
    followPlayer(this);
    this.state = 'ready';
    this.tables = null;
    this.round = null;
    this.shown = null;
    this.rows = Infinity;
    this.targetFault = null;
    this.stakeBox = new StakeBox(this, {minStake: 100, maxStake: 100_000, stakeStep: 100});
    this.keys = new Keys(this, {n: {does: 'play', act: () => this.#act()}});
  }

  connectedCallback() {
    super.connectedCallback();
    this.game = this.dataset.plays;
    this.choice = {...FIRST[this.game]};
    this.targetText = decimal(this.choice.target ?? 0);
    this.#load();
  }

  async #load() {
    if (this.isOff) {
      return;
    }
    try {
      const [facts] = await Promise.all([get(`/games/${this.game}`), player.open()]);
      this.tables = facts.payTables;
      this.stakeBox.limits = facts;
      const round = await player.resume(`/play/${this.game}`);
      if (round) {
        const {stake: _, ...choice} = round.bet;
        this.#choose(choice);
        this.targetText = decimal(choice.target ?? 0);
        this.round = round;
        this.shown = round.result;
        player.settle(round);
      }
    } catch (problem) {
      this.stakeBox.refused(problem);
    }
    this.requestUpdate();
  }

  /** Changes a part of the bet; the last result is of another one then. */
  #choose(change) {
    this.choice = {...this.choice, ...change};
    this.round = null;
    this.shown = null;
    this.stakeBox.refused(null);
  }

  /** Reads the target again: what it may be depends on the direction. */
  #aim(text, change = {}) {
    this.targetText = text;
    const direction = change.direction ?? this.choice.direction;
    const [least, most] = TARGETS[direction ?? this.game];
    const {value, problem} = readMultiplier(text);
    const isWithin = value !== null && value >= least && value <= most;
    this.targetFault = isWithin ? null : (problem ?? `The target must be from ${decimal(least)} to ${decimal(most)}.`);
    this.#choose(isWithin ? {...change, target: value} : change);
  }

  #pick(number) {
    const {picks} = this.choice;
    if (picks.includes(number)) {
      this.#choose({picks: picks.filter((one) => one !== number)});
    } else if (picks.length < MAX_PICKS) {
      this.#choose({picks: [...picks, number].sort((one, other) => one - other)});
    } else {
      this.stakeBox.refused({message: `At most ${MAX_PICKS} numbers can be picked.`});
    }
  }

  #pickAny() {
    const left = Array.from({length: 40}, (_, index) => index + 1);
    const picks = Array.from({length: MAX_PICKS}, () => left.splice(Math.floor(Math.random() * left.length), 1)[0]);
    this.#choose({picks: picks.sort((one, other) => one - other)});
  }

  /** Why no round can begin; null when one can. */
  get #fault() {
    return this.targetFault ?? (this.choice.picks?.length === 0 ? 'Pick 1 to 10 numbers.' : null);
  }

  #act(event) {
    event?.preventDefault();
    if (this.state !== 'ready' || !this.tables) {
      return undefined;
    }
    if (this.#fault) {
      this.querySelector('#target, [data-number]')?.focus();
      return undefined;
    }
    const stake = this.stakeBox.take();
    return stake === null ? undefined : this.#play(stake);
  }

  async #play(stake) {
    this.querySelector('.original').scrollIntoView({block: 'nearest'}); // where it was scrolled away from
    this.state = 'playing';
    this.round = null;
    this.shown = null;
    const earliest = wait(CYCLE_MILLIS);
    const before = player.balance;
    player.show(before - stake);
    try {
      const round = await player.play(this.game, {...this.choice, stake});
      await this.#reveal(round.result);
      await earliest;
      this.round = round;
      player.settle(round);
      sound(round.payout > round.stake ? 'win' : 'over');
    } catch (problem) {
      this.shown = null;
      this.stakeBox.refused(problem);
      player.show(problem.balance ?? before);
    }
    this.state = 'ready';
  }

  /** A ball falls row by row; everything else is there at once. */
  async #reveal(result) {
    this.shown = result;
    for (this.rows = stillness() ? Infinity : 0; this.rows < (result.path?.length ?? 0); this.rows++) {
      this.requestUpdate();
      await wait(ROW_MILLIS);
    }
    this.rows = Infinity;
    this.requestUpdate();
  }

  drawGame() {
    const isBusy = this.state !== 'ready';
    return html`
      <div class="stage">
        ${originalPicture(this.game, {
          bet: this.choice,
          result: this.shown,
          pays: this.#table?.multipliers,
          rows: this.rows,
          pick: this.game === 'keno' ? (number) => this.#pick(number) : null,
          locked: isBusy || Boolean(player.keptOut),
        })}
        <p class="result" role="status">${this.#words()}</p>
        <fieldset class="choices" ?disabled=${isBusy || Boolean(player.keptOut)}><legend class="hidden">Your bet</legend>${this.#choices()}</fieldset>
      </div>
      <form class="dock" id="bet" @submit=${this.#act} novalidate>
        ${this.stakeBox.field(isBusy)}
        <button class="action" data-action="play" ?disabled=${!isBusy && Boolean(player.keptOut)} aria-disabled=${isBusy || !this.tables || this.#fault || this.stakeBox.fault ? 'true' : nothing}>${this.#label()}</button>
      </form>
      <div class="panel">${this.#facts()}</div>`;
  }

  get #table() {
    return this.tables ? payTableOf(this.choice, this.tables) : null;
  }

  #label() {
    const ready = this.#fault ? 'Play' : this.stakeBox.label('Play');
    return html`${this.state === 'ready' ? ready : 'Playing…'}${this.keys.hint('n')}`;
  }

  #choices() {
    const {game, choice} = this;
    switch (game) {
      case 'dice':
        return html`${this.#select('direction', 'Wins', ['over', 'under'], (direction) => this.#aim(this.targetText, {direction}))}${this.#target('Target, 0 to 100')}`;
      case 'limbo':
        return this.#target('Target multiplier');
      case 'plinko':
        return html`${this.#select('rows', 'Rows', ROWS, (rows) => this.#choose({rows: Number(rows)}))}${this.#risk()}`;
      case 'wheel':
        return html`${this.#select('segments', 'Segments', SEGMENTS, (segments) => this.#choose({segments: Number(segments)}))}${this.#risk()}`;
      default:
        return html`${this.#risk()}<div class="row">
          <button type="button" data-action="any" @click=${() => this.#pickAny()}>Pick ten at random</button>
          <button type="button" data-action="clear" ?disabled=${!choice.picks.length} @click=${() => this.#choose({picks: []})}>Clear</button></div>`;
    }
  }

  #risk() {
    return this.#select('risk', 'Risk', RISKS, (risk) => this.#choose({risk}));
  }

  #select(name, label, values, choose) {
    return html`<div class="field"><label for=${name}>${label}</label>
      <select id=${name} name=${name} @change=${({target}) => choose(target.value)}>${values.map(
        (value) => html`<option value=${value} .selected=${value === this.choice[name]}>${value}</option>`,
      )}</select></div>`;
  }

  #target(label) {
    return html`<div class="field"><label for="target">${label}</label>
      <input id="target" name="target" inputmode="decimal" autocomplete="off" .value=${this.targetText}
        aria-invalid=${this.targetFault ? 'true' : 'false'} aria-describedby="target-error" @input=${({target}) => this.#aim(target.value)} />
      <p class="error" id="target-error" role="alert">${this.targetFault ?? ''}</p></div>`;
  }

  #facts() {
    const table = this.#table;
    const odds = this.choice.target === undefined ? null : oddsOf(this.game, this.choice);
    const sheet = table?.parSheet;
    const rtp = odds?.rtp ?? sheet?.rtp;
    return html`<dl class="facts">
        <div><dt>${odds ? 'Chance' : 'Largest payout'}</dt><dd>${odds ? chanceWords(odds.chance) : sheet ? times(sheet.maxWin * 100) : '–'}</dd></div>
        <div><dt>${odds ? 'Pays' : 'Pays something'}</dt><dd>${odds ? times(odds.multiplier) : sheet ? chanceWords(sheet.hitFrequency) : '–'}</dd></div>
        <div><dt>RTP of this bet</dt><dd>${rtp === undefined ? '–' : percent(rtp, 4)}</dd></div>
        <div><dt>House edge</dt><dd>${rtp === undefined ? '–' : percent(1 - rtp, 4)}</dd></div>
      </dl>
      ${table ? paysTable(table) : nothing}
      <p class="dim">Wagers are multiples of ${money(this.stakeBox.limits.stakeStep)}, so no payout is rounded.</p>
      ${this.keys.choice()}
      <p><a href="/fairness.html">${drawing('icon-fairness')} How each result is proven fair</a></p>`;
  }

  #words() {
    if (this.state !== 'ready') {
      return 'Playing.';
    }
    if (!this.round) {
      return player.keptOut ? '' : (this.#fault ?? 'Set your wager and play.');
    }
    const {payout, ref, result} = this.round;
    return html`<b>${resultWords[this.game](result)}.</b>
      ${payout ? html`Pays ${times(result.multiplier)}: ${money(payout)}, net ${net(this.round)}.` : html`No win. Net ${net(this.round)}.`}
      <a href=${roundLink(ref)}>View and verify this round</a>`;
  }
}

customElements.define('original-game', OriginalGame);
