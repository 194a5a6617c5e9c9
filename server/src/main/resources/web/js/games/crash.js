// The live crash table: one curve for all players, a bet in this round and one in the next.

import {get, player} from '/js/core/api.js';
import {
  GameView,
  Keys,
  currencyName,
  drawing,
  html,
  money,
  nothing,
  parseMoney,
  percent,
  plural,
  problemWords,
  readMoney,
  readMultiplier,
  roundLink,
  signed,
  sound,
  stillness,
  written,
} from '/js/core/view.js';
import {Table, drawCurve, multiplierAt, reachedAt, times} from '/js/games/crash-table.js';

// The round's payouts are booked right after the crash.
const BOOKED_AFTER_MILLIS = 400;

// At which multipliers a bet can leave, hundredths; large wagers must leave earlier.
const EARLIEST = 101;
const LATEST = 100_000;

// A tap meant to cash out that comes too late must not be one that bets.
const REST_MILLIS = 1_000;

class CrashGame extends GameView {
  constructor() {
    super();
    this.table = new Table();
    this.rules = {minStake: 100, maxStake: 100_000, stakeStep: 100};
    this.bets = [];
    this.seen = false;
    this.stakeText = written(100);
    this.autoText = '';
    this.busy = null;
    this.rests = false;
    this.problem = null;
    this.outcome = null;
    this.spoken = '';
    this.shownPhase = '';
    this.keys = new Keys(this, {
      n: {does: 'bet', act: () => this.placed || (this.live && !this.live.cashOut) || this.#bet()},
      c: {does: 'cash out', act: () => this.live && !this.live.cashOut && this.#leave()},
    });
  }

  connectedCallback() {
    super.connectedCallback();
    player.addEventListener('change', this.#redraw);
    this.table.addEventListener('link', this.#redraw);
    this.table.addEventListener('table', ({detail}) => this.#heard(detail));
    this.#load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    player.removeEventListener('change', this.#redraw);
    this.table.close();
    cancelAnimationFrame(this.frame);
  }

  #redraw = () => this.requestUpdate();

  async #load() {
    if (this.isOff) {
      return;
    }
    try {
      const [rules] = await Promise.all([get('/games/crash'), player.open()]);
      this.rules = rules;
      this.table.connect();
    } catch (problem) {
      this.problem = problem;
    }
    this.requestUpdate();
  }

  async #heard(message) {
    const {phase, roundId} = message;
    for (const {ref, cashOut} of message.left ?? []) {
      this.#update(ref, {cashOut});
    }
    if (message.type === 'snapshot' && phase !== 'away') {
      await this.#lookUpBets();
    }
    const changed = `${phase} ${roundId}`;
    if (changed !== this.shownPhase) {
      this.shownPhase = changed;
      this.#say(message);
      sound({crashed: 'crash', running: 'begin', betting: 'chip'}[phase]);
      if (phase === 'crashed') {
        if (this.bets.some((bet) => bet.roundId === roundId && !bet.cashOut)) {
          this.#rest();
        }
        this.#book(message);
      } else if (phase === 'running') {
        this.outcome = null;
      }
    }
    if (phase === 'running' && !stillness()) {
      this.#animate();
    } else {
      this.#paint();
    }
    this.requestUpdate();
  }

  /** What was missed meanwhile may have been about my bets; a guest of this moment has none yet. */
  async #lookUpBets() {
    const isFirst = !this.seen;
    this.seen = true;
    for (let known = null; known !== this.bets && !(isFirst && player.fresh);) {
      known = this.bets;
      const {bets} = await get('/play/crash').catch(() => ({bets: known}));
      if (known === this.bets) {
        // else I bet or cashed out meanwhile, and the answer may be of before
        this.bets = known = bets;
      }
    }
  }

  /** Takes no bet for a moment: the button that cashed out was there. */
  #rest() {
    this.rests = true;
    setTimeout(() => {
      this.rests = false;
      this.requestUpdate();
    }, REST_MILLIS);
  }

  /** What a screen reader hears: the phases, not the growing number. */
  #say({phase, crashPoint}) {
    this.spoken =
      phase === 'betting'
        ? 'Place your bets.'
        : phase === 'running'
          ? 'The round has started.'
          : phase === 'crashed'
            ? `Crashed at ${times(crashPoint)}.`
            : 'The next round is about to open.';
  }

  /** The round is over: what my bet in it came to. */
  async #book({roundId, crashPoint}) {
    const bet = this.bets.find((one) => one.roundId === roundId);
    this.bets = this.bets.filter((one) => one.roundId !== roundId);
    if (!bet) {
      return;
    }
    const left = bet.cashOut ?? (bet.leavesAt <= crashPoint ? bet.leavesAt : null);
    const payout = left === null ? 0 : (bet.stake / 100) * left;
    this.outcome = {...bet, left, payout, crashPoint};
    await new Promise((done) => setTimeout(done, BOOKED_AFTER_MILLIS));
    const {balance} = await get('/balance').catch(() => ({balance: player.balance}));
    player.settle({stake: bet.stake, payout, balance});
  }

  #animate() {
    cancelAnimationFrame(this.frame);
    const step = () => {
      this.#paint();
      if (this.table.state?.phase === 'running') {
        this.frame = requestAnimationFrame(step);
      }
    };
    step();
  }

  /** The curve and the numbers that change with every frame. */
  #paint() {
    const canvas = this.querySelector('canvas');
    const state = this.table.state;
    if (!canvas || !state) {
      return;
    }
    const {phase} = state;
    const millis = phase === 'running' ? this.table.elapsed : phase === 'crashed' ? reachedAt(state.crashPoint) : 0;
    const mine = this.live ?? (phase === 'crashed' ? this.outcome : null);
    const marks = [];
    if (mine?.autoCashout && !mine.cashOut) {
      marks.push({hundredths: mine.autoCashout, kind: 'target'});
    }
    const left = mine?.cashOut ?? mine?.left;
    if (left) {
      marks.push({hundredths: left, kind: 'left'});
    }
    drawCurve(canvas, {millis, crashed: phase === 'crashed', marks});
    this.querySelector('.multiplier').textContent = this.#number(millis);
    const button = this.querySelector('[data-action=cashout]');
    if (button && this.live && this.busy !== 'leaving') {
      button.textContent = this.#leaveLabel();
    }
  }

  #number(millis) {
    const {phase, crashPoint} = this.table.state ?? {};
    return phase === 'running'
      ? times(multiplierAt(millis))
      : phase === 'crashed'
        ? times(crashPoint)
        : phase === 'betting'
          ? `${(this.table.remaining / 1_000).toFixed(1)} s`
          : '–';
  }

  /** My bet in the round that runs, while it is in play. */
  get live() {
    const {phase, roundId} = this.table.state ?? {};
    return phase === 'running' ? this.bets.find((bet) => bet.roundId === roundId) : undefined;
  }

  /** My bet that no other can follow yet: the fields show what it has. */
  get bound() {
    return this.placed ?? (this.live?.cashOut ? undefined : this.live);
  }

  /** My bet in the round that takes bets. */
  get placed() {
    const {phase, roundId} = this.table.state ?? {};
    return this.bets.find((bet) => (phase === 'betting' ? bet.roundId === roundId : bet.roundId !== roundId));
  }

  #update(ref, change) {
    this.bets = this.bets.map((bet) => (bet.ref === ref ? {...bet, ...change} : bet));
  }

  /** What the bet panel holds: `{stake, autoCashout}`, and `faults` with a sentence for each field that cannot be taken. */
  #read() {
    const {value: stake, problem} = readMoney(this.stakeText);
    const faults = {stake: problem ?? this.#stakeFault(stake)};
    if (!this.autoText.trim()) {
      return {stake, faults};
    }
    const {value: autoCashout, problem: notRead} = readMultiplier(this.autoText);
    faults.autoCashout = notRead ?? autoFault(autoCashout);
    return {stake, autoCashout, faults};
  }

  /** What the fields show: the bet that stands, or the next one as it is written. */
  #shown() {
    const {bound, stakeText, autoText} = this;
    if (!bound) {
      return {stakeText, autoText, ...this.#read()};
    }
    const {stake, autoCashout} = bound;
    return {
      stakeText: written(stake),
      autoText: autoCashout ? times(autoCashout).replace('×', '') : '',
      autoCashout,
      faults: {},
    };
  }

  #stakeFault(stake) {
    const {minStake, maxStake, stakeStep} = this.rules;
    if (stake < minStake || stake > maxStake || stake % stakeStep !== 0) {
      return `The wager must be from ${money(minStake)} to ${money(maxStake)}${stakeStep > 1 ? `, a multiple of ${money(stakeStep)}` : ''}.`;
    }
    return player.balance !== null && stake > player.balance
      ? `Your balance of ${money(player.balance)} does not cover this.`
      : undefined;
  }

  async #do(what, work) {
    if (this.busy) {
      return;
    }
    this.busy = what;
    this.problem = null;
    this.requestUpdate();
    try {
      await work();
    } catch (problem) {
      this.problem = problem;
    }
    this.busy = null;
    this.requestUpdate();
  }

  #bet(event) {
    event?.preventDefault();
    const {faults, ...wish} = this.#read();
    if (player.keptOut || this.rests) {
      return undefined;
    }
    if (faults.stake || faults.autoCashout) {
      this.querySelector(faults.stake ? '#stake' : '#auto').focus();
      return undefined;
    }
    this.querySelector('.curve').scrollIntoView({block: 'nearest'}); // where it was scrolled away from
    return this.#do('placing', async () => {
      const bet = await player.play('crash', wish);
      this.bets = [...this.bets.filter(({ref}) => ref !== bet.ref), bet]; // a lookup may have seen it first
      player.show(bet.balance);
    });
  }

  #cancel() {
    if (this.rests) {
      return undefined;
    }
    const {ref} = this.placed;
    return this.#do('cancelling', async () => {
      const {balance} = await player.play('crash', undefined, 'DELETE');
      this.bets = this.bets.filter((bet) => bet.ref !== ref);
      player.show(balance);
    });
  }

  #leave() {
    const {ref} = this.live;
    return this.#do('leaving', async () => {
      const {multiplier} = await player.play('crash/cashout', {ref});
      this.#update(ref, {cashOut: multiplier});
      this.#rest();
      sound('win');
    });
  }

  #setStake(minor) {
    const {minStake, maxStake, stakeStep} = this.rules;
    const within = Math.min(Math.max(minor, minStake), maxStake, Math.max(player.balance ?? maxStake, minStake));
    this.stakeText = written(within - (within % stakeStep));
    this.requestUpdate();
  }

  #leaveLabel() {
    const hundredths = multiplierAt(this.table.elapsed);
    return `Cash out ${money((this.live.stake / 100) * hundredths)}`;
  }

  drawGame() {
    const state = this.table.state;
    const phase = state?.phase ?? 'away';
    return html`
      <div class="stage crash" data-phase=${phase}>
        ${this.#points(state?.last ?? [])}
        <div class="curve">
          <canvas aria-hidden="true"></canvas>
          <p class="reading"><span class="multiplier" aria-hidden="true" .textContent=${this.#number(this.table.elapsed)}></span>
            <span class="what">${phase === 'betting' ? 'until the round starts' : phase === 'crashed' ? 'crashed' : phase === 'running' ? ' ' : 'the next round is about to open'}</span></p>
          ${this.table.linked || !state ? nothing : html`<p class="lost" role="status">Reconnecting…</p>`}
        </div>
        <p class="result">${this.#words()}</p>
        <p class="hidden" role="status">${this.spoken}</p>
      </div>
      <div class="dock">${this.#form()}${this.#button(phase)}<p class="error" role="alert">${this.problem && !this.problem.field ? problemWords(this.problem) : ''}</p></div>
      <div class="panel">${this.#players(state)}${this.#about()}</div>`;
  }

  #points(last) {
    return html`<ol class="points" aria-label="Last crash points, newest first" tabindex="0">${last.slice(0, 20).map(
      ({roundId, crashPoint}) => html`<li>
      <a class=${crashPoint >= 200 ? 'high' : 'low'} href="/crash-proof.html?round=${roundId}">${times(crashPoint)}</a></li>`,
    )}</ol>`;
  }

  #words() {
    const {outcome, live, placed} = this;
    if (live) {
      return live.cashOut
        ? html`Cashed out at <b class="gain">${times(live.cashOut)}</b>: ${money((live.stake / 100) * live.cashOut)} will be paid when the round ends.`
        : html`${money(live.stake)} in play${live.autoCashout ? `, auto cash-out at ${times(live.autoCashout)}` : ''}.`;
    }
    const queued = placed
      ? html`${money(placed.stake)} bet placed for ${this.table.state?.phase === 'betting' ? 'this' : 'the next'} round. `
      : '';
    if (!outcome) {
      return player.keptOut ? queued : queued || 'Place your bet and cash out before the crash.';
    }
    const {stake, payout, left, crashPoint, ref} = outcome;
    return html`${
      left
        ? html`Cashed out at ${times(left)} (crashed at ${times(crashPoint)}): <b class=${payout > stake ? 'gain' : ''}>${signed(payout - stake)}</b>.`
        : html`Crashed at ${times(crashPoint)}: <b class="loss">${signed(-stake)}</b>.`
    }
      <a href=${roundLink(ref)}>View and verify this round</a>${queued ? html`<br>${queued}` : ''}`;
  }

  #button(phase) {
    const {live, placed, busy} = this;
    if (live && !live.cashOut) {
      return html`<button class="action leave" type="button" data-action="cashout" aria-disabled=${busy ? 'true' : nothing} @click=${this.#leave}
        .textContent=${busy === 'leaving' ? 'Cashing out…' : this.#leaveLabel()}></button>`;
    }
    if (placed) {
      return html`<button class="action calm" type="button" data-action="cancel" ?disabled=${phase === 'away'} aria-disabled=${busy || this.rests ? 'true' : nothing} @click=${this.#cancel}>
        ${busy === 'cancelling' ? 'Cancelling…' : `Cancel bet (${money(placed.stake)})`}</button>`;
    }
    const {stake, faults} = this.#read();
    return html`<button class="action" type="submit" form="crash-bet" data-action="bet" ?disabled=${phase === 'away' || Boolean(player.keptOut)} aria-disabled=${busy || this.rests || faults.stake || faults.autoCashout ? 'true' : nothing}>
      ${busy === 'placing' ? 'Placing…' : `Bet${faults.stake || player.keptOut ? '' : ` ${money(stake)}`}${phase === 'betting' || phase === 'away' ? '' : ' next round'}`}</button>`;
  }

  #form() {
    const {stakeText, autoText, faults} = this.#shown();
    const isFixed = Boolean(player.keptOut || this.bound);
    const at = (field) => faults[field] ?? (this.problem?.field === field ? problemWords(this.problem) : '');
    return html`<form id="crash-bet" novalidate @submit=${this.#bet}>
      <div class="field">
        <label for="stake">Wager, ${currencyName()}</label>
        <input id="stake" ?disabled=${isFixed} inputmode="decimal" autocomplete="off" .value=${stakeText} aria-invalid=${at('stake') ? 'true' : nothing} aria-describedby="stake-error"
          @input=${({target}) => ((this.stakeText = target.value), this.#typed())} />
        <div class="row">
          <button type="button" data-action="half" ?disabled=${isFixed} @click=${() => this.#setStake((parseMoney(this.stakeText) ?? 0) / 2)}>½</button>
          <button type="button" data-action="double" ?disabled=${isFixed} @click=${() => this.#setStake((parseMoney(this.stakeText) ?? 0) * 2)}>2×</button>
          <button type="button" data-action="max" ?disabled=${isFixed} @click=${() => this.#setStake(this.rules.maxStake)}>Max</button>
        </div>
        <p class="error" id="stake-error">${at('stake')}</p>
      </div>
      <div class="field">
        <label for="auto">Auto cash-out (×)</label>
        <input id="auto" ?disabled=${isFixed} inputmode="decimal" autocomplete="off" placeholder="off" .value=${autoText} aria-invalid=${at('autoCashout') ? 'true' : nothing}
          aria-describedby="auto-error" @input=${({target}) => ((this.autoText = target.value), this.#typed())} />
        <p class="about" aria-live="polite">${this.#target()}</p>
        <p class="error" id="auto-error">${at('autoCashout')}</p>
      </div>
    </form>`;
  }

  /** What was refused was another bet. */
  #typed() {
    this.problem = null;
    this.requestUpdate();
  }

  /** The multiplier that the field stands for: seen before it counts. */
  #target() {
    const {autoCashout, faults} = this.#shown();
    return !autoCashout || faults.autoCashout ? nothing : `Cashes out at ${times(autoCashout)}.`;
  }

  #players(state) {
    const bets = [...(state?.players?.values() ?? [])];
    return html`<section class="slip" aria-label="Players">
      <h2>Players</h2>
      ${
        bets.length
          ? html`<ul class="players" tabindex="0">${bets.slice(0, 30).map(
              ({name, stake, cashOut}) => html`<li>
            <span>${name === player.account?.username || name === masked(player.account) ? 'You' : name}</span><span>${money(stake)}</span>
            <span class=${cashOut ? 'gain' : 'dim'}>${cashOut ? times(cashOut) : state.phase === 'crashed' ? '–' : ' '}</span></li>`,
            )}</ul>
          ${state.betCount > 30 ? html`<p class="dim">${plural(state.betCount, 'bet')}, ${money(state.staked)} together.</p>` : nothing}`
          : html`<p class="dim">No players yet.</p>`
      }
    </section>`;
  }

  #about() {
    const sheet = this.rules.parSheet;
    return html`<section class="slip" aria-label="About this game">
      ${
        sheet
          ? html`<p class="dim">RTP ${percent(sheet.rtp)} at every multiplier. Wager ${money(this.rules.minStake)} to ${money(this.rules.maxStake)}.
        Winnings are paid when the round ends; an interrupted round returns all wagers.</p>`
          : nothing
      }
      ${this.keys.choice()}
      <p><a href="/fairness.html">${drawing('icon-fairness')} How each result is proven fair</a></p>
    </section>`;
  }

  willUpdate() {
    this.focused = this.contains(document.activeElement);
  }

  /** One button goes and another comes; the keyboard keeps its place. */
  updated() {
    if (this.focused && document.activeElement === document.body) {
      this.querySelector('.dock .action')?.focus({preventScroll: true});
    }
    this.#paint();
    clearTimeout(this.countdown);
    if (this.table.state?.phase === 'betting' && document.visibilityState === 'visible') {
      this.countdown = setTimeout(() => this.#paint() ?? this.updated(), 100);
    }
  }
}

/** Why nothing can leave at that multiplier. */
const autoFault = (hundredths) =>
  hundredths < EARLIEST || hundredths > LATEST
    ? `Auto cash-out must be from ${times(EARLIEST)} to ${times(LATEST)}, not ${times(hundredths)}.`
    : undefined;

/** A player's name as the table shows it to other operators' players. */
const masked = (account) => (account ? `${[...account.username].slice(0, 2).join('')}***` : null);

customElements.define('crash-game', CrashGame);
