// The commitment for the next rounds: server seed hash, client seed, nonce; and the way to have the seed revealed.

import {get, player, post, randomSeed, rich, t} from '/js/core/api.js';
import {View, html, nothing, problemWords} from '/js/core/view.js';

/** Holds the place of a value until it comes, so that nothing moves when it does. */
const blank = (length) => '·'.repeat(length);

class FairnessPanel extends View {
  static properties = {active: {state: true}, revealed: {state: true}, problem: {state: true}, done: {state: true}};

  constructor() {
    super();
    this.active = null;
    this.revealed = null;
    this.problem = null;
    this.done = '';
    this.seed = randomSeed();
    player
      .open()
      .then(() => get('/fairness'))
      .then((active) => (this.active = active))
      .catch((problem) => (this.problem = problem));
  }

  async #submit(event) {
    event.preventDefault();
    this.problem = null;
    this.done = '';
    const clientSeed = this.querySelector('#client-seed').value.trim();
    if (!clientSeed) {
      this.problem = {message: t('Enter a client seed: 1 to 64 characters without spaces.')};
      return;
    }
    try {
      if (this.active.nonce === 0) {
        this.active = await post('/fairness', {clientSeed});
        this.done = t('Your client seed is set.');
      } else {
        const scheme = this.querySelector('#scheme').value;
        const {revealed, active} = await post('/fairness/rotate', {clientSeed, scheme});
        this.revealed = revealed;
        this.active = active;
        this.done = t('The old server seed is revealed below; new seeds are in use.');
      }
      this.seed = randomSeed();
    } catch (problem) {
      this.problem = problem;
    }
  }

  render() {
    const {active} = this;
    return html`
      <section class="card" aria-labelledby="active-pair">
        <h2 id="active-pair">${t('Seeds in use')}</h2>
        <dl class="proof">
          <dt>${t('Server seed hash (commitment)')}</dt><dd data-field="serverSeedHash">${active?.serverSeedHash ?? blank(64)}</dd>
          <dt>${t('Your client seed')}</dt><dd data-field="clientSeed">${active?.clientSeed ?? blank(32)}</dd>
          <dt>${t('Nonce (rounds played on this pair)')}</dt><dd data-field="nonce">${active?.nonce ?? blank(1)}</dd>
          <dt>${t('Next server seed hash')}</dt><dd>${active?.nextServerSeedHash ?? blank(64)}</dd>
        </dl>
      </section>
      <section class="card" aria-labelledby="rotate-seeds">
        <h2 id="rotate-seeds">${active?.nonce === 0 ? t('Choose your client seed') : t('Rotate and reveal')}</h2>
        <form class="field" @submit=${this.#submit}>
          <label for="client-seed">${t('New client seed')}</label>
          <input id="client-seed" class="mono" maxlength="64" autocomplete="off" spellcheck="false" .value=${this.seed}
            aria-describedby="seed-error" aria-invalid=${this.problem ? 'true' : 'false'} @input=${() => (this.problem = null)} />
          <p class="error" id="seed-error" role="alert">${problemWords(this.problem)}</p>
          ${
            active?.nonce > 0
              ? html`<label for="scheme">${t('Scheme')}</label>
          <select id="scheme">
            <option value="pitboss-1" ?selected=${active.scheme === 'pitboss-1'}>${t('Pitboss (unbiased)')}</option>
            <option value="stake" ?selected=${active.scheme === 'stake'}>${t('Compatible with third-party verifiers')}</option>
          </select>`
              : nothing
          }
          <button class="action" data-action="rotate" ?disabled=${!active}>${active?.nonce === 0 ? t('Use this seed') : t('Rotate and reveal the server seed')}</button>
        </form>
        <p role="status">${this.done}</p>
      </section>
      ${
        this.revealed
          ? html`<section class="card" aria-labelledby="revealed-pair" data-revealed>
        <h2 id="revealed-pair">${t('Revealed seeds')}</h2>
        <dl class="proof">
          <dt>${t('Server seed')}</dt><dd data-field="serverSeed">${this.revealed.serverSeed}</dd>
          <dt>${t('Server seed hash (commitment)')}</dt><dd>${this.revealed.serverSeedHash}</dd>
          <dt>${t('Client seed')}</dt><dd>${this.revealed.clientSeed}</dd>
          <dt>${t('Rounds played')}</dt><dd>${this.revealed.nonce}</dd>
        </dl>
        <p>${rich('Every round played on this pair can now be verified: {link}.', {link: html`<a href="/history.html">${t('open one in your history')}</a>`})}</p>
      </section>`
          : nothing
      }`;
  }
}

customElements.define('fairness-panel', FairnessPanel);
