// The baccarat game: five spots to lay chips on, one coup at a time, and the road of those before.

import {get, player, rich, t, wait} from '/js/core/api.js';
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
} from '/js/core/view.js';
import {SPOTS, WINNERS, coupPicture, coupWords, pips, sameRank, spotName} from '/js/parts/cards.js';
import {Chips} from '/js/parts/stakes.js';

const CARD_MILLIS = 520;

// A coup takes at least this long, also with reduced motion.
const CYCLE_MILLIS = 2_500;

// All multiples of 0.20: the banker's commission of 5 % is then whole.
const CHIPS = [20, 100, 500, 2_500, 10_000, 50_000];

const ROAD = 60;

// A column of the road, as on scoreboards; a shorter road is as high as it is long.
const ROWS = 6;

const handTotal = (cards) => cards.reduce((sum, card) => sum + pips(card), 0) % 10;

class BaccaratGame extends GameView {
  static properties = {state: {state: true}};

  constructor() {
    super();
    followPlayer(this);
    this.state = 'ready';
    this.chips = new Chips(this, CHIPS);
    this.outcome = null;
    this.shown = null;
    this.road = [];
    this.rules = null;
    this.keys = new Keys(this, {
      n: {does: t('deal'), act: () => this.#deal()},
      ...this.chips.keys(
        () => this.state !== 'ready',
        () => this.#clear(),
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
      const [rules] = await Promise.all([get('/games/baccarat'), player.open()]);
      this.rules = rules;
      const round = await player.resume('/play/baccarat');
      if (round) {
        this.outcome = round;
        this.shown = round.result;
        this.chips.last = round.bet.bets.map(({on, stake}) => ({key: on, stake}));
        player.settle(round);
      }
      // A guest made a moment ago has no past to ask for.
      if (!player.fresh) {
        this.road = (await get(`/play/baccarat/history?limit=${ROAD}`)).rounds;
      }
    } catch (problem) {
      this.chips.refused(problem);
    }
    this.requestUpdate();
  }

  #clear() {
    this.outcome = null;
    this.shown = null;
  }

  #lay(on) {
    const spot = this.rules?.spots.find((one) => one.on === on);
    const left = (this.rules?.maxStake ?? Infinity) - this.chips.total;
    this.#clear();
    if (this.chips.hand > left) {
      this.chips.refused({
        message: t('All wagers together must be at most {amount}.', {amount: money(this.rules.maxStake)}),
      });
    } else {
      this.chips.lay(on, spot?.maxStake);
    }
  }

  async #deal() {
    if (this.state !== 'ready' || !this.chips.laid.length || player.keptOut) {
      return;
    }
    this.querySelector('.coup').scrollIntoView({block: 'nearest'}); // where it was scrolled away from
    this.state = 'dealing';
    this.#clear();
    this.chips.refused(null);
    const before = player.balance;
    const earliest = wait(CYCLE_MILLIS);
    player.show(before - this.chips.total);
    try {
      const bets = [...this.chips.sums].map(([on, stake]) => ({on, stake}));
      const round = await player.play('baccarat', {bets});
      await this.#reveal(round.result);
      await earliest;
      this.chips.played();
      this.outcome = round;
      this.shown = round.result;
      this.road = [bead(round), ...this.road].slice(0, ROAD);
      player.settle(round);
      sound(round.payout > round.stake ? 'win' : 'over');
    } catch (problem) {
      this.#clear();
      this.chips.refused(problem);
      player.show(problem.balance ?? before);
    }
    this.state = 'ready';
  }

  /** Card by card as it was dealt: two each in turn, then the third ones. */
  async #reveal(result) {
    const cards = [0, 1, 2]
      .flatMap((index) => ['player', 'banker'].map((side) => ({side, index})))
      .filter(({side, index}) => index < result[side].cards.length);
    const dealt = {player: [], banker: []};
    for (const {side, index} of cards) {
      dealt[side] = result[side].cards.slice(0, index + 1);
      this.shown = Object.fromEntries(
        Object.entries(dealt).map(([name, seen]) => [name, {cards: seen, total: handTotal(seen)}]),
      );
      this.requestUpdate();
      sound('card');
      await wait(stillness() ? 0 : CARD_MILLIS);
    }
  }

  drawGame() {
    const busy = this.state !== 'ready';
    const isKeptOut = Boolean(player.keptOut);
    const {total} = this.chips;
    return html`
      <div class="stage">
        ${coupPicture({
          result: this.shown,
          chips: this.outcome ? this.chips.lastSums : this.chips.sums,
          locked: busy || isKeptOut,
          tap: (on) => this.#lay(on),
        })}
        <p class="result" role="status">${this.#words()}</p>
        <h2>${t('Bead road')}</h2>
        ${beadRoad(this.road)}
      </div>
      <div class="dock">
        ${this.chips.choice(this.rules ?? {})}
        ${this.chips.bar(
          busy,
          () => this.#clear(),
          html`<button class="action" type="button" data-action="deal" ?disabled=${!busy && isKeptOut} aria-disabled=${busy || !total ? 'true' : nothing}
          @click=${this.#deal}>${busy ? t('Dealing…') : total ? t('Deal for {amount}', {amount: money(total)}) : t('Deal')}${this.keys.hint('n')}</button>`,
        )}
      </div>
      <div class="panel">
        ${this.#rules()}
      </div>`;
  }

  #words() {
    if (this.state !== 'ready') {
      return t('No more bets. Dealing.');
    }
    if (!this.outcome) {
      return player.keptOut ? '' : this.chips.words;
    }
    const {result, ref, payout} = this.outcome;
    const paid = result.wins
      .map((win) =>
        win.payout === win.stake
          ? t('{bet} bet pushes', {bet: spotName(win.on)})
          : t('{bet} pays {amount}', {bet: spotName(win.on), amount: money(win.payout)}),
      )
      .join(', ');
    return html`<b>${coupWords(result)}</b> ${payout ? t('{wins}.', {wins: paid}) : t('No winning bets.')} ${rich('Net {amount}.', {amount: net(this.outcome)})}
      <a href=${roundLink(ref)}>${t('View and verify this round')}</a>`;
  }

  #rules() {
    const {rules} = this;
    return html`<section class="slip" aria-label=${t('Rules of this table')}>
      <h2>${t('Rules')}</h2>
      <ul class="plain">
        <li>${t('8 decks, shuffled before each coup')}</li>
        <li>${t('The hand nearest nine wins; tens and face cards count as zero, only the last digit counts')}</li>
        <li>${t('Third cards are drawn automatically by fixed rules')}</li>
        <li>${t('On a tie, player and banker bets push')}</li>
      </ul>
      <table class="odds"><caption>${t('RTP of each bet')}</caption>
        <thead><tr><th scope="col">${t('Bet')}</th><th scope="col" class="number">${t('Pays')}</th><th scope="col" class="number">RTP</th></tr></thead>
        <tbody>${SPOTS.map(
          ({on, name, odds}) => html`<tr><th scope="row">${name}</th><td class="number">${odds}</td>
          <td class="number">${rules ? percent(rules.spots.find((spot) => spot.on === on).parSheet.rtp) : '–'}</td></tr>`,
        )}</tbody>
      </table>
      ${
        rules
          ? html`<p class="dim">${t('Wager {least} to {most}; on the banker in steps of {step}.', {least: money(rules.minStake), most: money(rules.maxStake), step: money(rules.spots.find((spot) => spot.on === 'banker').stakeStep)})}</p>`
          : nothing
      }
      ${this.keys.choice()}
      <p><a href="/fairness.html">${drawing('icon-fairness')} ${t('How each result is proven fair')}</a></p>
    </section>`;
  }
}

/** A settled coup as the history lists it. */
const bead = ({ref, result}) => ({
  ref,
  winner: result.winner,
  playerTotal: result.player.total,
  bankerTotal: result.banker.total,
  playerPair: sameRank(result.player.cards[0], result.player.cards[1]),
  bankerPair: sameRank(result.banker.cards[0], result.banker.cards[1]),
});

/** Oldest at the top left, six to a column, as scoreboards show it; newest first in `coups`. */
function beadRoad(coups) {
  if (!coups.length) {
    return html`<p class="dim">${t('No rounds yet.')}</p>`;
  }
  return html`<div class="scroll road" tabindex="0" role="region" aria-label=${t('Bead road, oldest first')}>
    <ol .style=${`--rows:${Math.min(ROWS, coups.length)}`}>${coups.toReversed().map(
      (coup) => html`<li><a class="bead ${coup.winner}" href=${roundLink(coup.ref)}
      ?data-player-pair=${coup.playerPair} ?data-banker-pair=${coup.bankerPair}
      aria-label=${t('{winner}, player {player}, banker {banker}', {winner: WINNERS[coup.winner], player: coup.playerTotal, banker: coup.bankerTotal}) + (coup.playerPair ? t(', player pair') : '') + (coup.bankerPair ? t(', banker pair') : '')}
      >${coup.winner[0].toUpperCase()}</a></li>`,
    )}</ol></div>`;
}

customElements.define('baccarat-game', BaccaratGame);
