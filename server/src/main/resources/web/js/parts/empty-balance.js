// What a player can do whose balance is used up. Loaded when that happens.

import {player} from '/js/core/api.js';
import {PLAY_MONEY, View, followPlayer, html, nothing} from '/js/core/view.js';

class EmptyBalance extends View {
  static properties = {casino: {state: true}};

  constructor() {
    super();
    followPlayer(this);
    this.casino = null;
  }

  async connectedCallback() {
    super.connectedCallback();
    const answer = await fetch('/api/branding').catch(() => null);
    this.casino = answer?.ok ? await answer.json() : null;
  }

  async #startOver() {
    await player.leave().catch(() => undefined);
    location.reload();
  }

  render() {
    if (player.balance !== 0 || !this.casino) {
      return nothing;
    }
    const {cashierUrl} = this.casino.branding;
    if (cashierUrl) {
      return html`<p class="card notice" data-empty>Your balance is used up. <a href=${cashierUrl} rel="noopener">Go to the cashier</a></p>`;
    }
    return this.casino.currency === PLAY_MONEY && player.account?.guest && this.casino.takesGuests
      ? html`<p class="card notice" data-empty>Your chips are used up. <button type="button" data-action="start-over" @click=${this.#startOver}>Start over as a new guest</button></p>`
      : html`<p class="card notice" data-empty>Your balance is used up.</p>`;
  }
}

customElements.define('empty-balance', EmptyBalance);
