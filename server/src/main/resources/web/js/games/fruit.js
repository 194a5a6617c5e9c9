// The fruit slots: a bet, then its result, as two requests; a bet left between them waits for its player.

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
  roundLink,
  sound,
} from '/js/core/view.js';
import {StakeBox} from '/js/parts/stakes.js';
import {
  Autoplay,
  celebrated,
  countUp,
  fruitMachine,
  paytable,
  restingGrid,
  symbolPicture,
  winList,
} from '/js/games/reels.js';

class FruitGame extends GameView {
  static properties = {state: {state: true}};

  constructor() {
    super();
    followPlayer(this);
    this.state = 'ready';
    this.machine = null;
    this.sheet = null;
    this.stakeBox = new StakeBox(this, {minStake: 20, maxStake: 10_000, stakeStep: 20});
    this.autoplay = new Autoplay(this);
    this.bet = null;
    this.round = null;
    this.marked = null;
    this.won = null;
    this.hurry = new AbortController();
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
      const [game] = await Promise.all([get('/games/slots'), player.open()]);
      this.machine = fruitMachine(game.machine);
      this.sheet = game.parSheet;
      this.stakeBox.limits = game;
      this.autoplay.allowed = Boolean(game.autoplay);
      this.resting = restingGrid(this.machine);
      const round = await player.resume('/slots/result');
      if (round) {
        this.round = round;
        player.settle(round);
      }
      // A guest made a moment ago has no bet to ask for.
      this.bet = player.fresh ? null : await get('/slots/bet');
    } catch (problem) {
      this.stakeBox.refused(problem);
    }
    this.requestUpdate();
  }

  get reels() {
    return this.querySelector('slot-reels');
  }

  async #act(event) {
    event?.preventDefault();
    if (this.autoplay.left) {
      this.autoplay.stop();
      this.hurry.abort();
      return;
    }
    if (this.state === 'won') {
      this.hurry.abort();
    }
    if (this.state !== 'ready' || !this.machine) {
      return;
    }
    const stake = this.bet ? this.bet.stake : this.stakeBox.take();
    if (stake !== null) {
      await this.#spin(stake);
    }
  }

  /** Spins on with the same stake. */
  #play() {
    const stake = this.#unready ? null : this.stakeBox.take();
    return stake === null ? undefined : this.autoplay.play(stake, () => this.#spin(stake));
  }

  /** Whether no new bet could be placed now. */
  get #unready() {
    return (
      this.state !== 'ready' ||
      !this.machine ||
      this.bet !== null ||
      this.stakeBox.fault !== null ||
      Boolean(player.keptOut)
    );
  }

  /** Whether the round was played. */
  async #spin(stake) {
    this.reels.scrollIntoView({block: 'nearest'}); // where it was scrolled away from
    this.state = 'betting';
    let isPlayed = true;
    this.round = null;
    this.marked = null;
    this.won = null;
    this.hurry = new AbortController();
    this.stakeBox.refused(null);
    const earliest = wait(this.autoplay.cycleMillis);
    const rest = this.reels.grid;
    const before = player.balance;
    this.reels.spin();
    try {
      if (!this.bet) {
        player.show(before - stake);
        this.bet = await player.ask('/slots/bet', {stake});
      }
      this.state = 'spinning';
      const round = await player.ask('/slots/result', {ref: this.bet.ref});
      this.bet = null;
      await this.reels.land(round.result.grid);
      this.round = round;
      player.settle(round);
      if (celebrated(round)) {
        this.state = 'won';
        sound('win');
        await countUp(round, this.hurry.signal, (won) => ((this.won = won), this.requestUpdate()));
      }
      this.state = 'over';
      await earliest;
    } catch (problem) {
      isPlayed = false;
      await this.reels.land(rest);
      this.stakeBox.refused(problem);
      // The stake is away when the bet was taken and only its result did not come.
      player.show(problem.balance ?? (this.bet ? player.balance : before));
      if (problem.code === 'round_open') {
        this.bet = await get('/slots/bet').catch(() => null);
        await player.refresh();
      }
    }
    this.state = 'ready';
    return isPlayed;
  }

  #mark(line) {
    this.marked = this.marked === line ? null : line;
    this.requestUpdate();
  }

  drawGame() {
    const {machine, round, sheet} = this;
    const stake = this.stakeBox.shown;
    const busy = this.state === 'betting' || this.state === 'spinning' || this.state === 'over';
    const wins = round?.result.wins ?? [];
    return html`
      <div class="stage slots" ?data-celebrate=${celebrated(round)}>
        <p class="banner" ?data-shown=${this.won !== null}>${this.won === null ? nothing : `Win ${money(this.won)}`}</p>
        <slot-reels .machine=${machine} .grid=${round?.result.grid ?? this.reels?.grid ?? this.resting ?? null} .wins=${wins} .marked=${this.marked}></slot-reels>
        <div class="spoken">
          <p class="result" role="status">${this.#words()}</p>
          ${winList({wins, machine, marked: this.marked, mark: (line) => this.#mark(line)})}
        </div>
      </div>
      <form class="dock" id="bet" @submit=${this.#act} novalidate>
        ${this.stakeBox.field(busy || this.bet !== null)}
        <button class="action" data-action="spin" ?disabled=${this.state === 'ready' && !this.bet && Boolean(player.keptOut)} aria-disabled=${(busy && !this.autoplay.left) || (this.state === 'ready' && !this.bet && (!machine || this.stakeBox.fault)) ? 'true' : nothing}>${this.#label()}</button>
      </form>
      <div class="panel">
        <dl class="facts">
          <div><dt>Lines</dt><dd>${machine?.lines.length ?? '–'}</dd></div>
          <div><dt>RTP</dt><dd>${sheet ? percent(sheet.rtp) : '–'}</dd></div>
        </dl>
        ${this.autoplay.choice(this.#unready, this.stakeBox.stake, () => this.#play())}
        ${this.keys.choice()}
        <p><a href="/fairness.html">${drawing('icon-fairness')} How each result is proven fair</a></p>
      </div>
      ${machine ? paytable({machine, sheet, stake, rules: ruleWords(machine, stake)}) : nothing}`;
  }

  #label() {
    if (this.autoplay.left) {
      return this.autoplay.label;
    }
    const labels = {betting: 'Placing your bet…', spinning: 'Spinning…', won: 'Skip'};
    return html`${labels[this.state] ?? (this.bet ? `Show the result of ${money(this.bet.stake)}` : this.stakeBox.label('Spin'))}${this.keys.hint('n')}`;
  }

  #words() {
    if (this.state === 'betting' || this.state === 'spinning') {
      return this.bet ? `Your bet of ${money(this.bet.stake)} is placed. The reels are spinning.` : 'Placing your bet.';
    }
    if (this.bet) {
      return `You have a bet of ${money(this.bet.stake)} whose result you have not seen. It was drawn when you placed it.`;
    }
    if (!this.round) {
      return player.keptOut ? '' : 'Set your wager and spin.';
    }
    const {payout, ref} = this.round;
    return html`${this.autoplay.note} ${payout === 0 ? 'No win this time.' : html`Payout <b>${money(payout)}</b>, net ${net(this.round)}.`}
      <a href=${roundLink(ref)}>View and verify this round</a>`;
  }
}

const ruleWords = (machine, stake) => html`
  <li>${machine.royal.symbols.map((id) => symbolPicture(id, machine))} These five in this order on line ${machine.royal.line + 1} pays
    ${money((machine.royal.pays * stake) / machine.lines.length)}.</li>
  <li>Each of the 15 positions is drawn independently:
    ${machine.symbols
      .filter(({weight}) => weight)
      .map(({name, weight}) => `${name} ${count(weight)} %`)
      .join(', ')}.</li>
  <li>At a wager of ${money(stake)} each of the ${machine.lines.length} lines plays for ${money(stake / machine.lines.length)}.
    A bet whose result is not shown is settled after 24 hours.</li>`;

customElements.define('fruit-game', FruitGame);
