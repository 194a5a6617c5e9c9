// The front end of ours for any published game: it speaks the same protocol as those that studios make, and shows the
// events of a book plainly, so that mathematics can be tried with nothing else.

import {Problem, player, post, wait} from '/js/core/api.js';
import {
  GameView,
  Keys,
  decimalsOf,
  drawing,
  followPlayer,
  html,
  money,
  net,
  nothing,
  roundLink,
  sound,
  stillness,
} from '/js/core/view.js';
import {StakeBox} from '/js/parts/stakes.js';
import {stepsOf} from '/js/games/book-steps.js';

const GAME = new URLSearchParams(location.search).get('game') ?? '';

/** A round takes at least this long, also where the jurisdiction asks for nothing, and with reduced motion. */
const CYCLE_MILLIS = 2_500;

/** How long a step stays in view. */
const STEP_MILLIS = 700;

/** A call that was not answered is made again so many times; each acts once. */
const ATTEMPTS = 4;
const PAUSE_MILLIS = 600;

/** What the protocol's errors say to a player, where their own words are for programs. */
const WORDS = {
  ERR_PAB: 'A round of this game is open elsewhere. Load this page again to finish it.',
  ERR_IS: 'This session has ended. Load this page again.',
  ERR_IPB: 'Your balance does not cover this.',
};

const titled = (id) =>
  id
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

class BooksGame extends GameView {
  static properties = {state: {state: true}};

  constructor() {
    super();
    followPlayer(this);
    this.state = 'loading';
    this.config = null;
    this.mode = null;
    this.round = null;
    this.step = null;
    this.hurry = new AbortController();
    this.stakeBox = new StakeBox(this, {minStake: 1, maxStake: 10_000, stakeStep: 1});
    this.keys = new Keys(this, {n: {does: 'play / skip', act: () => this.#act()}});
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      await player.open();
      const device = matchMedia('(max-width: 760px)').matches ? 'mobile' : 'desktop';
      const {sessionId, rgsUrl, frontUrl} = await post(`/games/${encodeURIComponent(GAME)}/launch`, {device});
      this.frontUrl = frontUrl;
      this.session = sessionId;
      this.path = rgsUrl.slice(rgsUrl.indexOf('/'));
      const {config, round, balance} = await this.#call('/wallet/authenticate', {language: 'en'});
      this.config = config;
      this.mode = Object.values(config.betModes)[0];
      this.stakeBox.limits = {
        minStake: this.#minor(config.minBet),
        maxStake: this.#minor(config.maxBet),
        stakeStep: this.#minor(config.stepBet),
      };
      this.stakeBox.set(this.#minor(config.defaultBetLevel));
      document.querySelector('h1').textContent = titled(GAME);
      this.state = 'ready';
      if (round?.active) {
        player.show(this.#minor(balance.amount));
        await this.#show(round, Number(round.event ?? 0) || 0);
      }
    } catch (problem) {
      this.state = 'failed';
      this.stakeBox.refused(problem);
    }
  }

  /** Amounts of the protocol have six decimals. */
  #minor(micros) {
    return Math.round(micros / 10 ** (6 - decimalsOf()));
  }

  #micros(minor) {
    return minor * 10 ** (6 - decimalsOf());
  }

  /** A lost answer is asked for again: the casino knows a repeated call. */
  async #call(path, body) {
    for (let attempt = 1; ; attempt++) {
      const response = await fetch(this.path + path, {
        method: 'POST',
        cache: 'no-store',
        credentials: 'omit',
        headers: {'Content-Type': 'application/json'},
        body: JSON.stringify({sessionID: this.session, ...body}),
      }).catch(() => null);
      const answer = await response?.json().catch(() => null);
      if (response?.ok && answer) {
        player.reached();
        return answer;
      }
      const isPassing = !response || response.status >= 500 || response.status === 429;
      if (!isPassing || attempt === ATTEMPTS) {
        player.reached();
        throw new Problem(response?.status ?? 0, {
          code: answer?.error,
          detail: WORDS[answer?.error] ?? answer?.message ?? 'The casino cannot be reached.',
        });
      }
      player.missed();
      await wait(PAUSE_MILLIS * attempt);
    }
  }

  get #cost() {
    return this.mode?.costMultiplier ?? 1;
  }

  #act(event) {
    event?.preventDefault();
    if (this.state === 'showing') {
      this.hurry.abort();
      return undefined;
    }
    const baseBet = this.state === 'ready' ? this.stakeBox.take() : null;
    return baseBet === null ? undefined : this.#play(baseBet);
  }

  async #play(baseBet) {
    this.state = 'playing';
    this.round = null;
    this.step = null;
    const before = player.balance;
    player.show(before - Math.round(baseBet * this.#cost));
    try {
      const {round, balance} = await this.#call('/wallet/play', {
        mode: this.mode.mode,
        amount: this.#micros(baseBet),
      });
      player.show(this.#minor(round.active ? balance.amount : balance.amount - round.payout));
      await this.#show(round, 0);
    } catch (problem) {
      this.stakeBox.refused(problem);
      player.show(before);
      player.refresh();
      this.state = 'ready';
    }
  }

  /** Shows a round from one of its events on, says how far it has come, and ends it. */
  async #show(round, from) {
    this.state = 'showing';
    this.hurry = new AbortController();
    const {signal} = this.hurry;
    const least = wait(Math.max(CYCLE_MILLIS, this.config.jurisdiction.minimumRoundDuration));
    const steps = stepsOf(round.state);
    try {
      for (const [at, step] of steps.entries()) {
        const isLast = at === steps.length - 1;
        if (step.index < from || (signal.aborted && !isLast)) {
          continue;
        }
        this.step = step;
        this.requestUpdate();
        if (round.active && step.board && at > 0 && !signal.aborted) {
          await this.#call('/bet/event', {event: String(step.index)});
        }
        await wait(stillness() ? STEP_MILLIS / 2 : STEP_MILLIS, signal);
      }
      const ended = round.active ? await this.#call('/wallet/end-round', {}) : null;
      const payout = this.#minor(round.payout);
      const stake = Math.round(this.#minor(round.amount) * round.costMultiplier);
      this.round = {ref: round.ref, mode: round.mode, stake, payout, multiplier: round.payoutMultiplier};
      const balance = ended ? this.#minor(ended.balance.amount) : player.balance + payout;
      player.settle({stake, payout, balance});
      sound(payout > stake ? 'win' : 'over');
      this.state = 'over';
      await least;
    } catch (problem) {
      this.stakeBox.refused(problem);
    }
    this.state = 'ready';
  }

  drawGame() {
    const isBusy = this.state !== 'ready';
    return html`
      <div class="stage books">
        ${this.step?.board ? board(this.step) : html`<p class="blank" aria-hidden="true">${drawing('icon-fairness', 'large')}</p>`}
        <p class="step">${this.step?.words || nothing}</p>
        <p class="result" role="status">${this.#words()}</p>
      </div>
      <form class="dock" id="bet" @submit=${this.#act} novalidate>
        ${this.stakeBox.field(isBusy)}
        <button class="action" data-action="play" ?disabled=${this.state === 'failed' || (!isBusy && Boolean(player.keptOut))} aria-disabled=${this.#isOff ? 'true' : nothing}>${this.#label()}</button>
      </form>
      <div class="panel">${this.#choice(isBusy)}${this.keys.choice()}
        ${this.frontUrl ? html`<p><a href=${this.frontUrl} target="_blank" rel="noopener" data-action="front">Open the studio's own front end</a></p>` : nothing}
        <p><a href="/fairness.html">${drawing('icon-fairness')} How each result is proven fair</a></p>
      </div>`;
  }

  get #isOff() {
    return (
      ['loading', 'playing', 'over'].includes(this.state) || (this.state === 'ready' && this.stakeBox.fault !== null)
    );
  }

  #label() {
    const labels = {loading: 'Loading…', playing: 'Playing…', showing: 'Skip to the end', over: 'One moment…'};
    const {stake, fault} = this.stakeBox;
    const whole = fault || player.keptOut ? 'Play' : `Play for ${money(Math.round(stake * this.#cost))}`;
    return html`${labels[this.state] ?? whole}${this.keys.hint('n')}`;
  }

  /** The modes; what a mode costs is a multiple of the wager that is written. */
  #choice(isBusy) {
    const modes = Object.values(this.config?.betModes ?? {});
    const isBuyOff = this.config?.jurisdiction.disabledBuyFeature;
    return html`<fieldset class="modes" ?disabled=${isBusy}>
      <legend>Mode</legend>
      ${modes
        .filter(({feature}) => !feature || !isBuyOff)
        .map(
          (
            mode,
          ) => html`<label class="check"><input type="radio" name="mode" value=${mode.mode} .checked=${mode === this.mode}
            @change=${() => ((this.mode = mode), this.requestUpdate())} />${mode.mode}, costs ${mode.costMultiplier} × the wager</label>`,
        )}
    </fieldset>`;
  }

  #words() {
    if (this.state === 'loading') {
      return 'Loading the game.';
    }
    if (this.state === 'failed') {
      return html`This game cannot be played here. <a href="/">Choose another game</a>.`;
    }
    if (!this.round) {
      return this.state === 'ready' ? 'Set your wager and play.' : nothing;
    }
    const {payout, multiplier, ref} = this.round;
    return html`${
      payout === 0
        ? 'No win this time.'
        : html`Pays ${multiplier} × the wager: <b>${money(payout)}</b>, net ${net(this.round)}.`
    }
      <a href=${roundLink(ref)}>View and verify this round</a>`;
  }
}

/** The reels side by side; symbols by the studio's names, since a published folder has no pictures. */
const board = ({board: reels, marked}) => html`<div class="scroll" tabindex="0" role="region" aria-label="Board">
    <div class="board" role="img" aria-label=${reels.map((reel) => reel.join(' ')).join(', ')}>${reels.map(
      (reel, at) =>
        html`<div class="reel-column">${reel.map(
          (name, row) =>
            html`<span class="tile" data-kind=${kindOf(name)} ?data-marked=${marked.has(`${at}:${row}`)}>${name}</span>`,
        )}</div>`,
    )}</div></div>`;

/** One of eight looks, the same for the same name. */
const kindOf = (name) => [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 8, 0);

customElements.define('books-game', BooksGame);
