// The lobby: what the games pay, the last rounds, and where every database connection is.

import {get, health, player} from '/js/core/api.js';
import {View, breakable, count, drawing, html, money, nothing, percent, problemWords} from '/js/core/view.js';
import {roundsTable} from '/js/parts/rounds-table.js';

const REFRESH_MILLIS = 5_000;

/** Fills a game card's facts from the casino, so the page never claims numbers of its own. */
class GameFacts extends View {
  static properties = {game: {}};

  render() {
    const game = this.facts;
    return game
      ? html`<span>RTP ${game.rtp ? percent(game.rtp) : '–'}</span><span>Wager ${money(game.minStake, game.currency)} – ${money(game.maxStake, game.currency)}</span>`
      : html`<span>&nbsp;</span>`;
  }
}

/** Cards of the games that studios made, once the casino has said which there are. */
class PublishedGames extends View {
  static properties = {games: {}};

  render() {
    return this.games?.length
      ? html`<h2>Games of other studios</h2>
        <ul class="games">${this.games.map(
          (game) => html`<li><a class="game" href="/published.html?game=${encodeURIComponent(game.id)}">
            ${drawing('card-fair', 'picture')}<span class="name">${game.name}</span><span class="what">Every outcome made beforehand, each with its exact chance</span>
            <game-facts game=${game.id} .facts=${game}></game-facts></a></li>`,
        )}</ul>`
      : nothing;
  }
}

/** By the form of their rules. */
const isPublished = ({rulesVersion}) => rulesVersion.startsWith('books-');

class RecentRounds extends View {
  static properties = {rounds: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      const opened = player.open();
      opened.catch(() => undefined); // handled below, once the games are shown
      const {games} = await get('/games');
      for (const facts of document.querySelectorAll('game-facts')) {
        facts.facts = games.find(({id}) => id === facts.game);
        facts.requestUpdate();
      }
      document.querySelector('published-games').games = games.filter(isPublished);
      await opened;
      this.rounds = player.fresh ? [] : (await get('/game-history?limit=5')).rounds;
    } catch (problem) {
      this.problem = problem;
      this.requestUpdate();
    }
  }

  render() {
    if (this.problem) {
      return html`<p class=${this.problem.code === 'no_guests' ? 'dim' : 'error'} role="alert">${problemWords(this.problem)}</p>`;
    }
    return this.rounds?.length
      ? html`${roundsTable(this.rounds)}<p><a href="/history.html">All rounds</a></p>`
      : html`<p class="dim">${this.rounds ? 'No rounds yet.' : html`&nbsp;`}</p>`;
  }
}

class ConnectionTable extends View {
  static properties = {report: {state: true}, failed: {state: true}};

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    this.timer = setInterval(() => document.visibilityState === 'visible' && this.#load(), REFRESH_MILLIS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  async #load() {
    try {
      this.report = await health();
      this.failed = false;
    } catch {
      this.failed = true;
    }
  }

  render() {
    const pool = this.report?.checks?.databasePool;
    if (!pool) {
      return html`<p class="dim">${this.failed ? 'The health report cannot be read just now.' : ' '}</p>`;
    }
    const totals = pool.trackingStats ?? {};
    return html`
      <dl class="tiles">
        ${tile('Status', this.report.status)}
        ${tile('In use', `${pool.checkedOut} / ${pool.maxConnections}`)}
        ${tile('Waiting', count(pool.waiting ?? 0))}
        ${tile('Leaks', count(totals.totalLeaks ?? 0), totals.totalLeaks > 0)}
        ${tile('Discrepancy', count(pool.trackingDiscrepancy ?? 0), pool.trackingDiscrepancy !== 0)}
      </dl>
      <div class="scroll" tabindex="0" role="region" aria-label="Connections by call site">
        <table class="sites">
          <caption>Connections by call site${this.failed ? ' (not fresh: the last report could not be read)' : ''}</caption>
          <thead><tr>
            <th scope="col">Call site</th>
            ${['Acquired', 'Released', 'Active', 'Leaked', 'Reclaimed', 'Avg ms', 'Max ms'].map((name) => html`<th scope="col" class="number">${name}</th>`)}
          </tr></thead>
          <tbody>${(pool.topConnectionUsers ?? []).map(siteRow)}</tbody>
        </table>
      </div>`;
  }
}

const tile = (name, value, bad) => html`<div ?data-bad=${bad}><dt>${name}</dt><dd>${value ?? nothing}</dd></div>`;

const siteRow = (site) => html`<tr>
  <th scope="row" class="mono">${breakable(site.site)}</th>
  ${[site.acquired, site.released, site.active].map((n) => html`<td class="number">${count(n)}</td>`)}
  <td class="number ${site.leaks ? 'loss' : ''}">${count(site.leaks)}</td>
  <td class="number">${count(site.reclaimed)}</td>
  ${[site.avgMillis, site.maxMillis].map((n) => html`<td class="number">${Number(n).toFixed(1)}</td>`)}
</tr>`;

customElements.define('game-facts', GameFacts);
customElements.define('published-games', PublishedGames);
customElements.define('recent-rounds', RecentRounds);
customElements.define('connection-table', ConnectionTable);
