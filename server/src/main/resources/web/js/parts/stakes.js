// How a stake is laid: written in a box, or as chips.

import {player, t, tn} from '/js/core/api.js';
import {
  PLAY_MONEY,
  currencyName,
  decimalsOf,
  html,
  money,
  parseMoney,
  problemWords,
  readMoney,
  sound,
  written,
} from '/js/core/view.js';

/** A stake as the player writes it, and what is wrong with it. Its host draws `field`. */
export class StakeBox {
  /** @param limits `{minStake, maxStake, stakeStep}` in minor units, until the casino's are known */
  constructor(host, limits) {
    this.host = host;
    this.limits = limits;
    this.text = written(100);
    this.problem = null;
  }

  /** What is written, in minor units; null when it is no amount. */
  get stake() {
    return parseMoney(this.text);
  }

  /** The last amount written that the table takes: what the paytable is for stays while another is refused. */
  get shown() {
    const {stake} = this;
    const {minStake, maxStake, stakeStep} = this.limits;
    if (stake !== null && stake >= minStake && stake <= maxStake && stake % stakeStep === 0) {
      this.lastTaken = stake;
    }
    return this.lastTaken ?? minStake;
  }

  /** What is wrong with what is written, as a sentence; null when the table takes it. */
  get fault() {
    return this.#fault(this.stake);
  }

  /** The wager for a button that says what it does: "Spin for 1.00", or only "Spin". */
  label(verb) {
    return this.fault || player.keptOut ? verb : `${verb} for ${money(this.stake)}`;
  }

  /** The stake if the table takes it; otherwise null, and the field, which says why, is where to go on. */
  take() {
    const {fault} = this;
    if (player.keptOut) {
      return null;
    }
    if (fault) {
      this.host.querySelector('#stake')?.focus();
      return null;
    }
    this.refused(null);
    return this.stake;
  }

  /** Shows beside the field what the casino said. */
  refused(problem) {
    this.problem = problem;
    this.host.requestUpdate();
  }

  /** The nearest stake the table takes: within limits, a multiple of the step, never rounded up. */
  set(minor) {
    const {minStake, maxStake, stakeStep} = this.limits;
    const most = Math.min(maxStake, Math.max(player.balance ?? maxStake, minStake));
    const within = Math.min(Math.max(minor, minStake), most);
    this.text = written(Math.max(minStake, within - (within % stakeStep)));
    this.refused(null);
  }

  #fault(stake) {
    const {minStake, maxStake, stakeStep} = this.limits;
    if (stake === null) {
      return readMoney(this.text).problem;
    }
    if (stake < minStake || stake > maxStake) {
      return `The wager must be from ${money(minStake)} to ${money(maxStake)}.`;
    }
    if (stake % stakeStep !== 0) {
      return `The wager must be a multiple of ${money(stakeStep)}.`;
    }
    return player.balance !== null && stake > player.balance ? beyondBalance() : null;
  }

  field(occupied) {
    const busy = occupied || Boolean(player.keptOut);
    const set = (minor) => () => this.set(minor);
    const fault = busy || this.problem ? null : this.fault;
    return html`<div class="field wager">
      <label for="stake">Wager, ${currencyName()}</label>
      <input id="stake" name="stake" inputmode="decimal" autocomplete="off" .value=${this.text} ?disabled=${busy}
        aria-invalid=${this.problem || fault ? 'true' : 'false'} aria-describedby="stake-error"
        @input=${(event) => ((this.text = event.target.value), this.refused(null))} />
      <div class="row">
        <button type="button" data-action="half" ?disabled=${busy} @click=${set(Math.floor((this.stake ?? 0) / 2))}>½<span class="hidden"> the wager</span></button>
        <button type="button" data-action="double" ?disabled=${busy} @click=${set((this.stake ?? 0) * 2)}>2×<span class="hidden"> the wager</span></button>
        <button type="button" data-action="max" ?disabled=${busy} @click=${set(this.limits.maxStake)}>Max<span class="hidden"> wager</span></button>
      </div>
      ${this.refusal(fault)}
    </div>`;
  }

  /** What is wrong with the wager, or was refused. */
  refusal(fault = null) {
    return html`<p class="error" id="stake-error" role="alert">${fault ?? problemWords(this.problem)}</p>`;
  }
}

/** What the player cannot pay, in a sentence. */
const beyondBalance = () => `Your balance of ${money(player.balance)} does not cover this.`;

/** What a chip can be worth, in minor units. */
export const CHIPS = [50, 100, 500, 2_500, 10_000, 50_000];

/**
 * A chip with its amount (drawn by the stylesheet: the words beside it say the exact one), short
 * enough to read at 28 px: "5", "0.50", "1.2k".
 */
export function chip(stake) {
  const units = stake / 10 ** decimalsOf();
  const text =
    units >= 1_000
      ? `${Math.floor(units / 100) / 10}k`
      : Number.isInteger(units)
        ? String(units)
        : units.toFixed(units < 10 ? 2 : 1);
  const rank =
    stake >= 50_000
      ? 'c500'
      : stake >= 10_000
        ? 'c100'
        : stake >= 2_500
          ? 'c25'
          : stake >= 500
            ? 'c5'
            : stake >= 100
              ? 'c1'
              : 'c0';
  return html`<span class="chip ${rank}" data-amount=${text}></span>`;
}

/** The chips a player lays on the places of a table, one at a time. Its host draws `choice` and `bar`. */
export class Chips {
  constructor(host, values = CHIPS) {
    this.host = host;
    this.values = values;
    this.hand = 100;
    this.laid = [];
    this.last = [];
    this.problem = null;
  }

  /** What lies on each place, by its key. */
  get sums() {
    return sums(this.laid);
  }

  /** What lay on each place when they were last played. */
  get lastSums() {
    return sums(this.last);
  }

  get total() {
    return this.laid.reduce((sum, {stake}) => sum + stake, 0);
  }

  /** Lays the chip in hand; `most` is what the place takes, in minor units. */
  lay(key, most = Infinity) {
    const {balance} = player;
    if (player.keptOut) {
      return;
    }
    if (balance !== null && this.total + this.hand > balance) {
      this.refused({
        message: t('Your balance of {balance} does not cover another {amount}.', {
          balance: money(balance),
          amount: money(this.hand),
        }),
      });
    } else if ((this.sums.get(key) ?? 0) + this.hand > most) {
      this.refused({message: t('This place takes at most {amount}.', {amount: money(most)})});
    } else {
      this.set([...this.laid, {key, stake: this.hand}]);
      sound('chip');
    }
  }

  /** Undo, clear, rebet by letter; `busy` says when they must not, `changed` is told after each. */
  keys(busy, changed) {
    const set = (laid) => () => busy() || (this.set(laid()), changed());
    return {
      z: {does: t('undo'), act: set(() => this.laid.slice(0, -1))},
      c: {does: t('clear'), act: set(() => [])},
      r: {does: t('rebet'), act: set(() => this.last)},
    };
  }

  set(laid) {
    this.laid = laid;
    this.refused(null);
  }

  /** Takes all off the table: they were played. */
  played() {
    this.last = this.laid;
    this.set([]);
  }

  /** Shows what is wrong, or null. */
  refused(problem) {
    this.problem = problem;
    this.host.requestUpdate();
  }

  get words() {
    return this.laid.length
      ? tn(this.laid.length, '{n} chip on the table.', '{n} chips on the table.')
      : t('Place your chips on the table.');
  }

  /** Lets the player choose the chip that the next tap lays, of those within the table's limits. */
  choice({minStake = 0, maxStake = Infinity} = {}) {
    return html`<fieldset class="hand" ?disabled=${Boolean(player.keptOut)}>
      <legend>${player.currency === PLAY_MONEY ? t('Chip value') : t('Chip value, {currency}', {currency: currencyName()})}</legend>
      ${this.values
        .filter((value) => value >= minStake && value <= maxStake)
        .map(
          (value) => html`<label><input type="radio" name="hand" value=${value} .checked=${value === this.hand}
        @change=${() => ((this.hand = value), this.host.requestUpdate())} />${chip(value)}<span class="hidden">${money(value)}</span></label>`,
        )}
    </fieldset>
    <p class="error" role="alert">${problemWords(this.problem)}</p>`;
  }

  /** Undo, clear, rebet, and the button that plays what lies there; `changed` is told after each of the first three. */
  bar(occupied, changed, play) {
    const busy = occupied || Boolean(player.keptOut);
    const set = (laid) => () => (this.set(laid), changed());
    return html`<div class="row bar-of-chips">
      <button type="button" data-action="undo" ?disabled=${busy || !this.laid.length} @click=${set(this.laid.slice(0, -1))}>${t('Undo')}</button>
      <button type="button" data-action="clear" ?disabled=${busy || !this.laid.length} @click=${set([])}>${t('Clear')}</button>
      <button type="button" data-action="rebet" ?disabled=${busy || !this.last.length} @click=${set(this.last)}>${t('Rebet')}</button>
      ${play}
    </div>`;
  }
}

function sums(laid) {
  const chips = new Map();
  for (const {key, stake} of laid) {
    chips.set(key, (chips.get(key) ?? 0) + stake);
  }
  return chips;
}
