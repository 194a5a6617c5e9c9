// All of a player's rounds, newest first; the filter lives in the address, so Back and links work.

import {get, player} from '/js/core/api.js';
import {GAMES, View, html, nothing, plural, roundsTable} from '/js/core/view.js';

const PAGE = 25;

class RoundHistory extends View {
  static properties = {rounds: {state: true}, state: {state: true}};

  constructor() {
    super();
    const asked = new URLSearchParams(location.search);
    this.game = asked.get('game') ?? '';
    this.from = asked.get('from') ?? '';
    this.rounds = [];
    this.cursor = null;
    this.state = 'loading';
    this.problem = null;
    this.#load();
  }

  async #load() {
    this.state = 'loading';
    const query = new URLSearchParams({limit: PAGE});
    if (this.game) {
      query.set('game', this.game);
    }
    if (this.from) {
      query.set('from', new Date(`${this.from}T00:00`).toISOString());
    }
    if (this.cursor) {
      query.set('cursor', this.cursor);
    }
    try {
      await player.open();
      const page = await get(`/game-history?${query}`);
      this.rounds = [...this.rounds, ...page.rounds];
      this.cursor = page.nextCursor ?? null;
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
    this.state = 'ready';
  }

  #filter() {
    this.game = this.querySelector('#filter-game').value;
    this.from = this.querySelector('#filter-from').value;
    const query = new URLSearchParams(Object.entries({game: this.game, from: this.from}).filter(([, value]) => value));
    history.replaceState(null, '', query.size ? `?${query}` : location.pathname);
    this.rounds = [];
    this.cursor = null;
    this.#load();
  }

  render() {
    return html`
      <form class="filters" @change=${this.#filter} @submit=${(event) => event.preventDefault()}>
        <div><label for="filter-game">Game</label>
          <select id="filter-game" .value=${this.game}>
            <option value="">All games</option>
            ${Object.entries(GAMES).map(([id, name]) => html`<option value=${id} ?selected=${id === this.game}>${name}</option>`)}
          </select></div>
        <div><label for="filter-from">From</label>
          <input id="filter-from" type="date" .value=${this.from} /></div>
      </form>
      <p class="error" role="alert">${this.problem?.message ?? ''}</p>
      <p role="status" class="dim">${this.state === 'loading' ? 'Loading…' : `${plural(this.rounds.length, 'round')} shown${this.cursor ? ', more to load' : ''}.`}</p>
      ${this.rounds.length ? roundsTable(this.rounds) : this.state === 'ready' && !this.problem
        ? html`<p>No rounds here yet. <a href="/">Choose a game</a>.</p>` : nothing}
      ${this.cursor ? html`<button type="button" data-action="more" ?disabled=${this.state === 'loading'} @click=${() => this.#load()}>Load more</button>` : nothing}`;
  }
}

customElements.define('round-history', RoundHistory);
