// The slots-20 game: one stake, one settlement, the reels and free spins that show it.

import {get, player, wait} from '/js/core/api.js';
import {
  GameView,
  Keys,
  count,
  drawing,
  followPlayer,
  html,
  money,
  net,
  nothing,
  percent,
  plural,
  roundLink,
  sound,
  stillness,
} from '/js/core/view.js';
import {StakeBox} from '/js/parts/stakes.js';
import {
  Autoplay,
  betsOf,
  celebrated,
  countUp,
  paytable,
  restingGrid,
  symbolPicture,
  wildsOf,
  winList,
} from '/js/games/reels.js';

const GAME = 'slots-20';

const FREE_SPIN_MILLIS = 1_300;

/** How long a grid is seen before what has won vanishes. */
const CASCADE_MILLIS = 900;

class SlotsGame extends GameView {
  static properties = {state: {state: true}};

  constructor() {
    super();
    followPlayer(this);
    this.state = 'ready';
    this.machine = null;
    this.sheet = null;
    this.stakeBox = new StakeBox(this, {minStake: 20, maxStake: 100_000, stakeStep: 20});
    this.round = null;
    this.shown = null;
    this.marked = null;
    this.freeSpin = null;
    this.won = null;
    this.hurry = new AbortController();
    this.autoplay = new Autoplay(this);
    this.keys = new Keys(this, {n: {does: 'spin / skip', act: () => this.#act()}});
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
      const [game] = await Promise.all([get(`/games/${GAME}`), player.open()]);
      this.machine = game.machine;
      this.sheet = game.parSheet;
      this.autoplay.allowed = Boolean(game.autoplay);
      this.stakeBox.limits = game;
      this.resting = restingGrid(game.machine);
      const round = await player.resume(`/play/${GAME}`);
      if (round) {
        this.round = round;
        this.shown = round.result;
        player.settle(round);
      }
    } catch (problem) {
      this.stakeBox.refused(problem);
    }
    this.requestUpdate();
  }

  get reels() {
    return this.querySelector('slot-reels');
  }

  /** Whether a press of the button could not begin a spin. */
  get #unready() {
    return !this.machine || this.stakeBox.fault !== null || Boolean(player.keptOut);
  }

  get #isActionOff() {
    return (
      ((this.state === 'spinning' || this.state === 'over') && !this.autoplay.left) ||
      (this.state === 'ready' && this.#unready)
    );
  }

  async #act(event) {
    event?.preventDefault();
    if (this.autoplay.left) {
      this.autoplay.stop();
      this.hurry.abort();
      return;
    }
    if (this.state === 'free' || this.state === 'won') {
      this.hurry.abort();
      return;
    }
    if (this.state !== 'ready' || !this.machine) {
      return;
    }
    const stake = this.stakeBox.take();
    if (stake !== null) {
      await this.#spin(stake);
    }
  }

  /** Spins on with the same stake. */
  #play() {
    const stake = this.state === 'ready' && this.machine ? this.stakeBox.take() : null;
    return stake === null ? undefined : this.autoplay.play(stake, () => this.#spin(stake));
  }

  async #spin(stake) {
    this.reels.scrollIntoView({block: 'nearest'}); // where it was scrolled away from
    this.state = 'spinning';
    this.round = null;
    this.shown = null;
    this.marked = null;
    this.won = null;
    this.hurry = new AbortController();
    const earliest = wait(this.autoplay.cycleMillis);
    const before = player.balance;
    const rest = this.reels.grid;
    player.show(before - stake);
    this.reels.spin();
    try {
      const round = await player.play(GAME, {stake});
      await this.#show(round.result);
      if (round.result.freeSpins?.length) {
        await this.#showFreeSpins(round);
      }
      this.round = round;
      player.settle(round);
      await this.#celebrate(round);
      this.state = 'over';
      await earliest;
      this.state = 'ready';
      return true;
    } catch (problem) {
      await this.reels.land(rest);
      this.stakeBox.refused(problem);
      player.show(problem.balance ?? before);
      this.state = 'ready';
      return false;
    }
  }

  /** Only for a round that paid more than it cost; the action button skips it. */
  async #celebrate(round) {
    if (celebrated(round)) {
      this.state = 'won';
      sound('win');
      await countUp(round, this.hurry.signal, (won) => ((this.won = won), this.requestUpdate()));
    }
  }

  async #show(result, timing) {
    await this.reels.land(result.grid, timing);
    this.shown = result;
    this.requestUpdate();
    await this.updateComplete;
    for (const [index, fallen] of (result.cascades ?? []).entries()) {
      const isLast = index === result.cascades.length - 1;
      await wait(stillness() ? 300 : CASCADE_MILLIS, this.hurry.signal);
      this.shown = {...fallen, scatter: isLast ? result.scatter : null, freeSpinsAwarded: result.freeSpinsAwarded};
      await this.reels.land(fallen.grid, {signal: this.hurry.signal});
      this.requestUpdate();
      await this.updateComplete;
    }
  }

  /** Shows each free spin; the action button skips to the last one. */
  async #showFreeSpins(round) {
    const {freeSpins} = round.result;
    const {signal} = this.hurry;
    this.state = 'free';
    let won = round.result.payout;
    this.freeSpin = {number: 0, of: round.result.freeSpinsAwarded, won};
    await wait(1_500, signal);
    let awarded = round.result.freeSpinsAwarded;
    for (const [index, spin] of freeSpins.entries()) {
      const last = index === freeSpins.length - 1;
      awarded += spin.freeSpinsAwarded ?? 0;
      won += spin.payout;
      if (signal.aborted && !last) {
        continue;
      }
      this.shown = null;
      this.reels.spin();
      await this.#show(spin, {signal, between: 110});
      this.freeSpin = {number: index + 1, of: awarded, won, multiplier: spin.multiplier};
      this.requestUpdate();
      await wait(stillness() ? 400 : spin.payout ? FREE_SPIN_MILLIS : 350, signal);
    }
    this.freeSpin = null;
  }

  #mark(line) {
    this.marked = this.marked === line ? null : line;
    this.requestUpdate();
  }

  drawGame() {
    return html`
      <div class="stage slots" ?data-celebrate=${celebrated(this.round)}>
        ${this.#banner()}
        <slot-reels .machine=${this.machine} .grid=${this.shown?.grid ?? this.reels?.grid ?? this.resting ?? null}
          .wins=${this.shown?.wins ?? []} .scatter=${this.shown?.scatter ?? null} .marked=${this.marked}></slot-reels>
        <div class="spoken">
          <p class="result" role="status">${this.#words()}</p>
          ${this.#winList()}
        </div>
      </div>
      <form class="dock" id="bet" @submit=${this.#act} novalidate>
        ${this.stakeBox.field(this.state !== 'ready')}
        <button class="action" data-action="spin" ?disabled=${this.state === 'ready' && Boolean(player.keptOut)} aria-disabled=${this.#isActionOff ? 'true' : nothing}>${this.#label()}</button>
      </form>
      <div class="panel">${this.#facts()}</div>
      ${this.machine ? this.#paytable() : nothing}`;
  }

  #paytable() {
    const {machine, sheet} = this;
    const stake = this.stakeBox.shown;
    return paytable({machine, sheet, stake, rules: ruleWords(machine, stake)});
  }

  #label() {
    const labels = {free: 'Skip to the end', won: 'Skip', spinning: 'Spinning…'};
    if (this.autoplay.left) {
      return this.autoplay.label;
    }
    return html`${labels[this.state] ?? this.stakeBox.label('Spin')}${this.keys.hint('n')}`;
  }

  #facts() {
    return html`<dl class="facts">
        <div><dt>Lines</dt><dd>${this.machine?.lines?.length ?? '–'}</dd></div>
        <div><dt>RTP</dt><dd>${this.sheet ? percent(this.sheet.rtp) : '–'}</dd></div>
      </dl>
      ${this.autoplay.choice(this.state !== 'ready' || this.#unready, this.stakeBox.stake, () => this.#play())}
      ${this.keys.choice()}
      <p><a href="/fairness.html">${drawing('icon-fairness')} How each result is proven fair</a></p>`;
  }

  #banner() {
    const spin = this.freeSpin;
    return html`<p class="banner" ?data-shown=${spin !== null || this.won !== null}>${
      spin === null
        ? this.won === null
          ? nothing
          : `Win ${money(this.won)}`
        : spin.number === 0
          ? html`${plural(spin.of, 'free spin')}!`
          : html`Free spin ${spin.number} of ${spin.of}${spin.multiplier > 1 ? html` · wins × ${spin.multiplier}` : nothing}
            · won so far ${money(spin.won)}`
    }</p>`;
  }

  #words() {
    if (this.state === 'spinning') {
      return 'The reels are spinning.';
    }
    if (!this.round) {
      return this.state === 'free' ? 'Free spins.' : player.keptOut ? '' : 'Set your wager and spin.';
    }
    const {payout, ref, result} = this.round;
    const free = result.freeSpins?.length ? ` with ${plural(result.freeSpins.length, 'free spin')}` : '';
    const capped = result.capped ? ' The largest win this machine pays.' : '';
    return html`${this.autoplay.note} ${
      payout === 0 ? 'No win this time.' : html`Payout <b>${money(payout)}</b>${free}, net ${net(this.round)}.${capped}`
    }
      <a href=${roundLink(ref)}>View and verify this round</a>`;
  }

  #winList() {
    const {wins, scatter, freeSpinsAwarded} = this.shown ?? {wins: []};
    return winList({
      wins,
      machine: this.machine,
      marked: this.marked,
      mark: (line) => this.#mark(line),
      more: html`${
        scatter?.count >= 2 && (scatter.payout || freeSpinsAwarded)
          ? html`<li class="scatterwin">${scatter.count} scatters${scatter.payout ? ` pay ${money(scatter.payout)}` : ''}${freeSpinsAwarded ? `, ${plural(freeSpinsAwarded, 'free spin')} won` : ''}</li>`
          : nothing
      }`,
    });
  }
}

/** "× 1, × 2, then × 3": of the first grid, the second and all later ones. */
const ladderWords = (multipliers = [1]) =>
  multipliers.map((one, index) => `${index && index === multipliers.length - 1 ? 'then ' : ''}× ${one}`).join(', ');

function ruleWords(machine, stake) {
  const {symbols, scatter, freeSpins, maxWinMultiple, lines} = machine;
  const name = (id) => symbols.find((symbol) => symbol.id === id)?.name ?? id;
  const awards = (by, unit = '') =>
    Object.entries(by)
      .map(([n, amount]) => `${n} → ${amount}${unit}`)
      .join(', ');
  const taking = {always: ' In view it fills its reel.', inFreeSpins: ' In free spins it fills its reel.', never: ''};
  return html`
    ${wildsOf(machine).map(
      ({symbol, multiplier, expands}) =>
        html`<li>${symbolPicture(symbol, {symbols})} ${name(symbol)} is wild and substitutes for all symbols${scatter ? ` except ${name(scatter.symbol)} (scatter)` : ''}.
      ${multiplier > 1 ? `Wins it completes are paid × ${multiplier}.` : ''}${taking[expands]}</li>`,
    )}
    ${
      scatter && Object.keys(scatter.pays ?? {}).length
        ? html`<li>${symbolPicture(scatter.symbol, {symbols})} ${name(scatter.symbol)} pays anywhere, times the wager: ${awards(scatter.pays, '×')}.</li>`
        : nothing
    }
    ${
      freeSpins
        ? html`<li>${symbolPicture(scatter.symbol, {symbols})} ${name(scatter.symbol)} anywhere starts free spins: ${awards(freeSpins.awards)}.
      Their wins are paid × ${freeSpins.multiplier}.${freeSpins.strips ? ' They are played on reels of their own.' : ''}
      ${Object.keys(freeSpins.retriggers ?? {}).length ? `During free spins more can be won: ${awards(freeSpins.retriggers)}; at most ${freeSpins.maxPerRound} a round.` : ''}</li>`
        : nothing
    }
    ${
      machine.cascades
        ? html`<li>Symbols that have won vanish, others fall, and the new grid is paid, too:
      ${ladderWords(machine.cascades.multipliers)}${machine.cascades.freeSpinMultipliers ? `; in free spins ${ladderWords(machine.cascades.freeSpinMultipliers)}` : ''}. At most ${machine.cascades.maxPerSpin} times a spin.</li>`
        : nothing
    }
    ${machine.filledGrid ? html`<li>When all cells show the same symbol, line wins are paid × ${machine.filledGrid.multiplier}.</li>` : nothing}
    ${(machine.jackpots ?? []).map((pot) => html`<li>${pot.name}: ${pot.count} × ${name(pot.symbol)} on a line win ${count(pot.pays)} × the wager besides.</li>`)}
    <li>${
      lines?.length
        ? html`At a wager of ${money(stake)} each of the ${lines.length} lines plays for ${money(stake / lines.length)}.`
        : html`A wager of ${money(stake)} is ${plural(betsOf(machine), 'bet')} of ${money(stake / betsOf(machine))} on the whole grid.`
    }
      A round pays at most ${count(maxWinMultiple)} × the wager.</li>`;
}

customElements.define('slots-game', SlotsGame);
