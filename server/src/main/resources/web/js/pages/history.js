// All of a player's rounds, newest first; the filter lives in the address, so Back and links work.

import {get, player, rich, t, tn} from '/js/core/api.js';
import {GAMES, View, count, html, money, nothing, problemWords, signed, startOfDay, when} from '/js/core/view.js';
import {roundsTable, transactionName} from '/js/parts/rounds-table.js';

const PAGE = 25;

const CSV_PAGE = 100;

/** A file of 10 000 lines opens everywhere; narrower dates reach the rest. */
const MOST_CSV_PAGES = 100;

class RoundHistory extends View {
  static properties = {
    transactions: {state: true},
    inPlay: {state: true},
    rounds: {state: true},
    state: {state: true},
    downloading: {state: true},
    cut: {state: true},
  };

  constructor() {
    super();
    const asked = new URLSearchParams(location.search);
    this.game = asked.get('game') ?? '';
    this.from = asked.get('from') ?? '';
    this.to = asked.get('to') ?? '';
    this.rounds = [];
    this.transactions = [];
    this.inPlay = 0;
    this.turn = 0;
    this.cursor = null;
    this.state = 'loading';
    this.downloading = false;
    this.cut = '';
    this.problem = null;
    this.#load();
    player
      .open()
      .then(() => get('/transactions'))
      .then(({transactions, openStakes}) => Object.assign(this, {transactions, inPlay: openStakes}))
      .catch(() => undefined); // the rounds say what is wrong
  }

  /** What is asked for: the filters, and a page of them. Days are the browser's; `to` is the last of them. */
  #query(limit, cursor) {
    const query = new URLSearchParams({limit});
    if (this.game) {
      query.set('game', this.game);
    }
    if (this.from) {
      query.set('from', startOfDay(this.from, 0));
    }
    if (this.to) {
      query.set('to', startOfDay(this.to, 1));
    }
    if (cursor) {
      query.set('cursor', cursor);
    }
    return query;
  }

  /** Downloads what the filters let through, page by page, and says where it ends. */
  async #csv() {
    this.problem = null;
    this.cut = '';
    this.downloading = true;
    try {
      await this.#download();
    } catch {
      this.problem = {message: t('The file could not be made; try again in a moment.')};
    }
    this.downloading = false;
  }

  async #download() {
    let csv = '';
    let cursor = null;
    for (let page = 0; page < MOST_CSV_PAGES && (page === 0 || cursor); page++) {
      const answer = await fetch(`/api/casino/game-history?${this.#query(CSV_PAGE, cursor)}`, {
        headers: {Accept: 'text/csv'},
        cache: 'no-store',
      });
      if (!answer.ok) {
        throw new Error(`page ${page}: ${answer.status}`);
      }
      const text = await answer.text();
      csv += page === 0 ? text : text.slice(text.indexOf('\n') + 1);
      cursor = answer.headers.get('Next-Cursor');
    }
    const url = URL.createObjectURL(new Blob([csv], {type: 'text/csv'}));
    Object.assign(document.createElement('a'), {href: url, download: 'history.csv'}).click();
    URL.revokeObjectURL(url);
    this.cut = cursor
      ? t('The file has the newest {count} rounds of these; choose earlier dates for the rest.', {
          count: count(MOST_CSV_PAGES * CSV_PAGE),
        })
      : '';
  }

  /** Sums of the rounds that are shown. */
  #sums() {
    const sum = (of) => this.rounds.reduce((total, round) => total + of(round), 0);
    const net = sum(({stake, payout}) => payout - stake);
    return html`<p class="dim" id="sums">${this.cursor ? tn(this.rounds.length, 'Totals of the {n} round shown', 'Totals of the {n} rounds shown') : t('Totals')}</p>
      <dl class="facts" data-sums aria-labelledby="sums"><div><dt>${t('Wagered')}</dt><dd>${money(sum(({stake}) => stake))}</dd></div>
      <div><dt>${t('Payout')}</dt><dd>${money(sum(({payout}) => payout))}</dd></div>
      <div><dt>${t('Net')}</dt><dd class=${net > 0 ? 'gain' : net < 0 ? 'loss' : ''}>${signed(net)}</dd></div></dl>`;
  }

  /** Loads the first page or the next one; what an earlier filter still answers is dropped. */
  async #load() {
    this.turn += 1;
    const {turn} = this;
    this.state = 'loading';
    if (this.from && this.to && this.from > this.to) {
      this.problem = {message: t('From is after To.')};
      this.state = 'ready';
      return;
    }
    try {
      await player.open();
      const page = await get(`/game-history?${this.#query(PAGE, this.cursor)}`);
      if (turn !== this.turn) {
        return;
      }
      this.rounds = [...this.rounds, ...page.rounds];
      this.cursor = page.nextCursor ?? null;
      this.problem = null;
    } catch (problem) {
      if (turn !== this.turn) {
        return;
      }
      this.problem = problem;
    }
    this.state = 'ready';
  }

  #filter() {
    this.game = this.querySelector('#filter-game').value;
    this.from = this.querySelector('#filter-from').value;
    this.to = this.querySelector('#filter-to').value;
    const query = new URLSearchParams(
      Object.entries({game: this.game, from: this.from, to: this.to}).filter(([, value]) => value),
    );
    history.replaceState(null, '', query.size ? `?${query}` : location.pathname);
    this.rounds = [];
    this.cursor = null;
    this.#load();
  }

  render() {
    return html`
      <form class="filters" @change=${this.#filter} @submit=${(event) => event.preventDefault()}>
        <div><label for="filter-game">${t('Game')}</label>
          <select id="filter-game" .value=${this.game}>
            <option value="">${t('All games')}</option>
            ${Object.entries(GAMES).map(([id, name]) => html`<option value=${id} ?selected=${id === this.game}>${name}</option>`)}
          </select></div>
        <div><label for="filter-from">${t('From|day')}</label>
          <input id="filter-from" type="date" .value=${this.from} /></div>
        <div><label for="filter-to">${t('To|day')}</label>
          <input id="filter-to" type="date" .value=${this.to} /></div>
      </form>
      <p class="error" role="alert">${problemWords(this.problem)}</p>
      ${this.inPlay ? html`<p class="notice card" data-in-play>${rich('In play: {amount}, wagered on rounds that have not ended. They are listed here when they end.', {amount: html`<b>${money(this.inPlay)}</b>`})}</p>` : nothing}
      <p role="status" class="dim">${this.state === 'loading' ? t('Loading…') : this.problem ? nothing : this.cursor ? tn(this.rounds.length, '{n} round shown, more to load.', '{n} rounds shown, more to load.') : tn(this.rounds.length, '{n} round shown.', '{n} rounds shown.')}</p>
      ${
        this.rounds.length
          ? html`${this.#sums()}${roundsTable(this.rounds)}
        <div class="ways-on"><button type="button" data-action="csv" ?disabled=${this.downloading} @click=${() => this.#csv()}>${this.downloading ? t('Preparing the file…') : t('Download as CSV')}</button>
          ${this.cursor ? html`<button type="button" data-action="more" ?disabled=${this.state === 'loading'} @click=${() => this.#load()}>${t('Load more')}</button>` : nothing}</div>
        <p role="status" class="dim">${this.cut}</p>`
          : this.state === 'ready' && !this.problem
            ? this.game || this.from || this.to
              ? html`<p>${t('No rounds match these filters.')} <a href="/history.html">${t('Clear the filters')}</a>.</p>`
              : html`<p>${t('No rounds yet.')} <a href="/">${t('Choose a game')}</a>.</p>`
            : nothing
      }
      ${this.transactions.length ? this.#others() : nothing}`;
  }

  /** What moved on the balance besides rounds. */
  #others() {
    return html`<section aria-labelledby="transactions"><h2 id="transactions">${t('Balance transactions')}</h2>
      <div class="scroll" tabindex="0" role="region" aria-label=${t('Transactions, newest first')}><table>
        <thead><tr><th scope="col">${t('Transaction')}</th><th scope="col">${t('Time')}</th><th scope="col" class="number">${t('Amount')}</th><th scope="col" class="number wide">${t('Balance after')}</th></tr></thead>
        <tbody>${this.transactions.map(
          ({
            kind,
            amount,
            balanceAfter,
            at,
          }) => html`<tr><th scope="row">${transactionName(kind)}</th><td>${when(at)}</td>
          <td class="number ${amount < 0 ? 'loss' : 'gain'}">${signed(amount)}</td><td class="number wide">${money(balanceAfter)}</td></tr>`,
        )}</tbody></table></div></section>`;
  }
}

customElements.define('round-history', RoundHistory);
