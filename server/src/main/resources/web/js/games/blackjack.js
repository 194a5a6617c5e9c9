// The blackjack game: the casino holds the round, this page shows it and asks for the next action.

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
  roundLink,
  sound,
  stillness,
} from '/js/core/view.js';
import {handTotal, handsPicture, outcomeWords, totalWords, upcardWords} from '/js/parts/cards.js';
import {StakeBox} from '/js/parts/stakes.js';

const CARD_MILLIS = 420;

// The first two are what most hands come to, so they are the large ones.
const MOVES = [
  {id: 'hit', name: 'Hit', key: 'h'},
  {id: 'stand', name: 'Stand', key: 's'},
  {id: 'double', name: 'Double', key: 'd'},
  {id: 'split', name: 'Split', key: 'p'},
  {id: 'insurance', name: 'Insurance', key: 'i'},
  {id: 'surrender', name: 'Surrender', key: 'u'},
];
const DEAL_KEY = 'n';

class BlackjackGame extends GameView {
  static properties = {state: {state: true}};

  constructor() {
    super();
    followPlayer(this);
    // 'looking' for an open round, 'ready', 'dealing' while asked or shown, 'lost' without an answer.
    this.state = 'looking';
    this.view = null;
    this.turn = undefined;
    this.rules = null;
    this.note = '';
    this.stakeBox = new StakeBox(this, {minStake: 20, maxStake: 100_000, stakeStep: 2});
    this.keys = new Keys(this, {
      [DEAL_KEY]: {does: 'deal', act: () => this.#deal()},
      ...Object.fromEntries(
        MOVES.map(({id, name, key}) => [key, {does: name.toLowerCase(), act: () => this.#take(id)}]),
      ),
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#resume('Your hand is as you left it.');
    // The casino works its mathematics out in the first seconds after a start; play need not wait.
    if (this.isOff) {
      return; // only an open hand is played on
    }
    get('/games/blackjack').then(
      (rules) => {
        this.rules = rules;
        this.stakeBox.limits = rules;
        this.requestUpdate();
      },
      () => undefined,
    );
  }

  get open() {
    return this.view !== null && !this.view.final;
  }

  /** A hand that ended stays in sight. */
  get hasRound() {
    return this.view !== null;
  }

  /** Shows what the casino has open, if anything: after a reload, or when this page fell behind. */
  async #resume(note) {
    try {
      await player.open();
      const unseen = this.view ? null : await player.resume('/play/blackjack');
      if (unseen?.final) {
        this.view = unseen;
        player.settle(unseen);
      }
      // A guest made a moment ago has no hand to ask for.
      const open = player.fresh && !this.view ? null : await get('/play/blackjack');
      if (open) {
        this.note = note;
        this.view = covered(open);
        player.show(open.balance);
      } else if (this.open) {
        this.note = note;
        this.view = asView(await get(`/rounds/${this.view.ref}`));
        player.settle(this.view);
      }
      this.state = 'ready';
    } catch (problem) {
      this.state = 'lost';
      this.stakeBox.refused(problem);
    }
  }

  #deal(event) {
    event?.preventDefault();
    if (this.state === 'lost') {
      this.stakeBox.refused(null);
      this.state = 'looking';
      this.#resume('Connected again. This is how your hand stands.');
    }
    if (this.state !== 'ready' || this.open) {
      return;
    }
    const stake = this.stakeBox.take();
    if (stake !== null) {
      this.#ask({action: 'deal', stake}, stake);
    }
  }

  #take(action) {
    if (this.state === 'ready' && this.view?.actions.includes(action)) {
      this.#ask({action, ref: this.view.ref, version: this.view.version}, 0);
    }
  }

  async #ask(body, stake) {
    const before = player.balance;
    this.querySelector('.table').scrollIntoView({block: 'nearest'}); // where it was scrolled away from
    this.state = 'dealing';
    this.note = '';
    this.stakeBox.refused(null);
    player.show(before - stake);
    try {
      const next = await player.play('blackjack', body);
      player.show(next.final ? next.balance - next.payout : next.balance);
      for (const frame of framesBetween(this.view, next)) {
        this.view = frame;
        this.requestUpdate();
        sound('card');
        await wait(stillness() ? 0 : CARD_MILLIS);
      }
      this.view = covered(next);
      if (next.final) {
        player.settle(next);
        sound(next.payout > next.stake ? 'win' : 'over');
      }
      this.state = 'ready';
    } catch (problem) {
      player.show(problem.balance ?? before);
      await this.#mend(problem);
    }
  }

  async #mend(problem) {
    if (problem.code === 'stale_version' || problem.code === 'action_not_possible') {
      await this.#resume('This hand had moved on, perhaps in another tab. Here it is as it stands now.');
    } else if (problem.code === 'round_open') {
      await this.#resume('You had this hand open already. Nothing new was staked.');
    } else {
      this.stakeBox.refused(problem);
      this.state = problem.passing ? 'lost' : 'ready';
    }
  }

  willUpdate() {
    this.focused = this.contains(document.activeElement);
  }

  /** The buttons change with the hand; a keyboard must not lose its place when one goes. */
  updated() {
    if (this.focused && document.activeElement === document.body) {
      this.querySelector('.dock .action')?.focus({preventScroll: true});
    }
    if (this.view?.active !== this.turn) {
      this.turn = this.view?.active;
      this.querySelector('[data-turn]')?.scrollIntoView({block: 'nearest'});
    }
  }

  drawGame() {
    return html`
      <div class="stage">
        ${handsPicture(this.view)}
        <p class="result" role="status">${this.#words()}</p>
      </div>
      ${this.#dock()}
      <div class="panel">${this.#facts()}</div>`;
  }

  #dock() {
    return this.open && this.view.actions.length && this.state !== 'lost'
      ? html`<div class="dock">${this.#moves()}${this.stakeBox.refusal()}</div>`
      : this.isOff
        ? html`<div class="dock">${this.notOffered()}</div>`
        : html`<form class="dock" id="bet" @submit=${(event) => this.#deal(event)} novalidate>
            ${this.stakeBox.field(this.open || this.state !== 'ready')}${this.#dealButton()}</form>`;
  }

  #dealButton() {
    const label = {
      looking: 'One moment…',
      dealing: 'Dealing…',
      lost: 'Connect again',
      ready: this.stakeBox.label('Deal'),
    }[this.state];
    return html`<button class="action" data-action="deal" ?disabled=${this.state === 'ready' && Boolean(player.keptOut)} aria-disabled=${this.state === 'looking' || this.state === 'dealing' || (this.state === 'ready' && this.stakeBox.fault) ? 'true' : nothing}>
      ${label}${this.keys.hint(DEAL_KEY)}</button>`;
  }

  #moves() {
    const {actions, hands, active} = this.view;
    const {stake} = hands[active] ?? hands[0];
    const costs = {double: stake, split: stake, insurance: stake / 2};
    // Each move has its own place in the template, so that no button turns into another under a finger.
    return html`<div class="moves" role="group" aria-label="What to do">${MOVES.map(({id, name, key}, order) =>
      actions.includes(id)
        ? html`<button type="button" class=${order < 2 ? 'action' : ''} data-move=${id} aria-disabled=${this.state === 'dealing' ? 'true' : nothing}
            @click=${() => this.#take(id)}>${name}${costs[id] ? html` <span class="cost">+${money(costs[id])}</span>` : nothing}${this.keys.hint(key)}</button>`
        : nothing,
    )}</div>`;
  }

  #words() {
    const {view} = this;
    if (this.state === 'looking') {
      return 'Looking for a hand you may have open.';
    }
    if (this.state === 'lost') {
      return 'The casino did not answer. If your bet reached it, the hand is kept for you.';
    }
    if (this.state === 'dealing') {
      return 'Dealing.';
    }
    if (!view) {
      return player.keptOut ? '' : 'Set your wager and deal.';
    }
    if (view.final) {
      return html`${this.note} ${outcomeWords(view)} ${view.payout ? html`Payout <b>${money(view.payout)}</b>, net` : 'Net'} ${net(view)}.
        <a href=${roundLink(view.ref)}>View and verify this round</a>`;
    }
    const hand = view.hands[view.active];
    const whose = view.hands.length > 1 ? `Hand ${view.active + 1} of ${view.hands.length} has` : 'You have';
    return (
      `${this.note} ${whose} ${totalWords(hand)}, the dealer shows ${upcardWords(view.dealer)}.` +
      (view.actions.includes('insurance') ? ' Insurance is offered.' : '') +
      ' Your turn.'
    );
  }

  #facts() {
    const {rules} = this;
    const table = rules?.table;
    return html`
      ${this.keys.choice()}
      <section class="slip" aria-label="Rules of this table">
        <h2>Rules</h2>
        <ul class="plain">
          <li>${table?.decks ?? 6} decks, shuffled for every round</li>
          <li>Dealer ${table?.dealerHitsSoft17 ? 'hits soft 17' : 'stands on all 17s'} and peeks for blackjack</li>
          <li>Double any two cards${table?.doubleAfterSplit === false ? '' : ', also after a split'}</li>
          <li>Split to ${table?.maxHands ?? 4} hands; aces get one card each</li>
          ${table?.lateSurrender === false ? nothing : html`<li>Late surrender on your first two cards: half your bet back</li>`}
          <li>An unfinished hand stands after 24 hours</li>
        </ul>
        <p class="dim">${
          rules?.parSheet
            ? html`RTP ${percent(rules.parSheet.rtp)} with basic strategy.
          Wager ${money(rules.minStake)} to ${money(rules.maxStake)}.`
            : html`&nbsp;`
        }</p>
      </section>
      <p><a href="/fairness.html">${drawing('icon-fairness')} How each result is proven fair</a></p>`;
  }
}

/** With the hole card face down as long as the round is open. */
const covered = (view) => (view.final ? view : {...view, dealer: {...view.dealer, hidden: 1}});

/** A settled round as the view its last reply was. */
const asView = ({ref, result, stake, payout, balanceAfter}) => ({
  ref,
  ...result,
  stake,
  payout,
  balance: balanceAfter,
  final: true,
  actions: [],
});

/** The table card by card on its way from one reply to the next, as a dealer would lay it; the last is for the caller. */
function framesBetween(before, next) {
  const undecided = {lost: 'standing', pushed: 'standing', won: 'standing', natural: 'standing'};
  const still = next.hands.map((hand) => ({...hand, state: undecided[hand.state] ?? hand.state}));
  const frame = (hands, dealt, hidden) => ({
    ...next,
    hands,
    active: undefined,
    actions,
    final: false,
    dealer: {...handTotal(dealt), cards: dealt, hidden},
  });
  const {cards} = next.dealer;
  // The buttons stay where they are, out of use, until the last card lies.
  const actions = before?.ref === next.ref ? before.actions : [];
  const frames = [];
  if (before?.ref !== next.ref) {
    const [hand] = still;
    const first = {...hand, ...handTotal(hand.cards.slice(0, 1)), cards: hand.cards.slice(0, 1)};
    frames.push(frame([first], [], 0), frame([first], cards.slice(0, 1), 0), frame([hand], cards.slice(0, 1), 1));
  } else {
    frames.push(frame(still, cards.slice(0, 1), 1));
  }
  for (let shown = 2; next.final && shown <= cards.length; shown++) {
    frames.push(frame(still, cards.slice(0, shown), 0));
  }
  return frames;
}

customElements.define('blackjack-game', BlackjackGame);
