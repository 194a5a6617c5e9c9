// What a player can do whose balance is used up, or nearly. Loaded when that happens.

import {get, player, rich, t} from '/js/core/api.js';
import {
  LOW_BALANCE,
  PLAY_MONEY,
  View,
  followPlayer,
  html,
  moneyWithCurrency,
  nothing,
  problemWords,
  when,
} from '/js/core/view.js';

class EmptyBalance extends View {
  static properties = {
    casino: {state: true},
    offer: {state: true},
    said: {state: true},
    refusal: {state: true},
    busy: {state: true},
  };

  constructor() {
    super();
    followPlayer(this);
    this.casino = null;
    this.offer = null;
    this.said = '';
    this.refusal = '';
    this.busy = false;
    this.wasLow = false;
  }

  async connectedCallback() {
    super.connectedCallback();
    const answer = await fetch('/api/branding').catch(() => null);
    this.casino = answer?.ok ? await answer.json() : null;
  }

  get #low() {
    return player.balance !== null && player.balance < LOW_BALANCE;
  }

  /** Each time the balance runs low, what the operator gives again is looked up. */
  updated() {
    const low = this.#low && Boolean(player.account);
    if (low && !this.wasLow) {
      this.said = '';
      this.#look();
    }
    this.wasLow = low;
  }

  async #look() {
    this.offer =
      player.currency === PLAY_MONEY && !player.account.guest ? await get('/refill').catch(() => null) : null;
  }

  async #startOver() {
    await player.leave().catch(() => undefined);
    location.reload();
  }

  async #refill() {
    this.busy = true;
    this.refusal = '';
    try {
      const {amount} = await player.refill();
      this.said = t('{amount} were added.', {amount: moneyWithCurrency(amount)});
      this.offer = null;
    } catch (problem) {
      this.refusal = problemWords(problem);
      await this.#look();
      player.refresh(); // another tab may have had them
    } finally {
      this.busy = false;
    }
  }

  render() {
    if (this.said && !this.#low) {
      return html`<p class="card notice" data-empty role="status">${this.said}</p>`;
    }
    const again = this.#low && !player.keptOut ? this.#again() : nothing;
    if (!this.casino || (player.balance !== 0 && again === nothing)) {
      return nothing;
    }
    const {cashierUrl} = this.casino.branding;
    // of money the page cannot know whether there ever was any
    const words =
      player.currency === PLAY_MONEY
        ? player.balance === 0
          ? t('Your chips are used up.')
          : t('Your chips are almost used up.')
        : t('Your balance is {balance}.', {balance: moneyWithCurrency(player.balance)}) +
          (cashierUrl && !player.keptOut ? ` ${t('Deposit to play.')}` : '');
    return html`<div class="card notice" data-empty><p>${words}
      ${again} ${player.currency !== PLAY_MONEY && player.account?.guest ? html`<a href="/account.html">${t('Register or sign in')}</a>` : nothing}
      ${cashierUrl ? html`<a href=${cashierUrl} rel="noopener">${t('Go to the cashier')}</a>` : nothing}
      ${this.#guestAgain(cashierUrl)}</p>
      <p class="error" role="alert">${this.refusal}</p></div>`;
  }

  #again() {
    if (this.offer?.available) {
      return html`<button type="button" class="action" data-action="refill" ?disabled=${this.busy} @click=${this.#refill}>${t('Get {amount}', {amount: moneyWithCurrency(this.offer.amount)})}</button>`;
    }
    return this.offer?.availableAt
      ? html`<span data-next-refill>${rich('You can have {amount} again at {time}.', {amount: moneyWithCurrency(this.offer.amount), time: when(this.offer.availableAt)})}</span>`
      : nothing;
  }

  /** Not to a player whom a break or exclusion keeps out, nor before that is known: a new guest would play on. */
  #guestAgain(cashierUrl) {
    return player.keptOut === null &&
      !cashierUrl &&
      player.balance === 0 &&
      this.casino.currency === PLAY_MONEY &&
      player.account?.guest &&
      this.casino.takesGuests
      ? html`<button type="button" data-action="start-over" @click=${this.#startOver}>${t('Start over as a new guest')}</button>`
      : nothing;
  }
}

customElements.define('empty-balance', EmptyBalance);
