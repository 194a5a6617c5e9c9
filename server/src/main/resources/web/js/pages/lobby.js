// The lobby: finding a game, what the games pay, the last rounds, and where every database connection is.

import {get, health, player, put, t, tn} from '/js/core/api.js';
import {
  View,
  breakable,
  count,
  drawing,
  followPlayer,
  html,
  money,
  nothing,
  percent,
  problemWords,
} from '/js/core/view.js';
import {roundsTable} from '/js/parts/rounds-table.js';

// The returns of all games are known some 20 s after a start.
const LOOK_MILLIS = 4_000;
const MAX_LOOKS = 10;

const REFRESH_MILLIS = 5_000;

const SHOWN_ROUNDS = 5;

/** So many of the last rounds say which games were played recently. */
const LOOKED_AT_ROUNDS = 50;

/** What a card names in `data-category`, and what a player has of their own. A card that names none is an original. */
const CATEGORIES = {
  all: t('All games'),
  favourites: t('Favourites'),
  recent: t('Recently played'),
  slots: t('Slots'),
  table: t('Table games'),
  live: t('Live'),
  originals: t('Originals'),
  published: t('Games of other studios'),
};

/** A text as it is compared: without case, accents, and the widths that letters have in Japanese. */
export const fold = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ı', 'i');

/** Whether each word that is looked for is somewhere in what is known of a game. */
export const isFound = (words, known) => {
  const folded = fold(known);
  return fold(words)
    .split(/\s+/u)
    .every((word) => folded.includes(word));
};

const categoryOf = (card) => card.dataset.category ?? 'originals';

/** A card's name and description, its category, and its English words. */
const knownOf = (card) =>
  [
    card.querySelector('.name').textContent,
    card.querySelector('.what').textContent,
    CATEGORIES[categoryOf(card)],
    card.dataset.words ?? '',
  ].join(' ');

/** Finds games by their words and by category, and keeps the player's favourites. What it hides are the cards of the page. */
class GameFinder extends View {
  static properties = {
    words: {state: true},
    category: {state: true},
    favourites: {state: true},
    recent: {state: true},
    refusal: {state: true},
  };

  constructor() {
    super();
    followPlayer(this);
    const asked = new URLSearchParams(location.search);
    this.words = asked.get('search') ?? '';
    this.category = asked.get('category') in CATEGORIES ? asked.get('category') : 'all';
    this.favourites = null;
    this.recent = [];
    this.refusal = '';
  }

  get #cards() {
    return [...document.querySelectorAll('.games > [data-game]')];
  }

  #isIn(card) {
    const {game} = card.dataset;
    return this.category === 'all'
      ? true
      : this.category === 'favourites'
        ? (this.favourites ?? []).includes(game)
        : this.category === 'recent'
          ? this.recent.includes(game)
          : categoryOf(card) === this.category;
  }

  get #isFiltered() {
    return this.category !== 'all' || this.words.trim() !== '';
  }

  #find(words, category) {
    this.words = words;
    this.category = category;
    this.refusal = '';
    const query = new URLSearchParams(
      Object.entries({search: words.trim(), category: category === 'all' ? '' : category}).filter(([, it]) => it),
    );
    history.replaceState(null, '', query.size ? `?${query}` : location.pathname);
  }

  #enter(event) {
    event.preventDefault();
    this.#cards
      .find((card) => !card.hidden)
      ?.querySelector('a')
      .focus();
  }

  async #mark(game) {
    const before = this.favourites;
    const favourite = !before.includes(game);
    this.refusal = '';
    this.favourites = favourite ? [...before, game] : before.filter((each) => each !== game);
    try {
      this.favourites = (await put('/favourites', {game, favourite})).games;
    } catch (problem) {
      this.favourites = before;
      this.refusal = problemWords(problem);
    }
  }

  willUpdate() {
    this.hits = 0;
    for (const card of this.#cards) {
      card.hidden = !(this.#isIn(card) && isFound(this.words, knownOf(card)));
      this.hits += card.hidden ? 0 : 1;
    }
    const published = document.querySelector('published-games');
    published.hidden = !published.querySelector('.games > :not([hidden])');
  }

  updated() {
    for (const card of this.#cards) {
      this.#drawStar(card);
    }
  }

  /** The button that marks a favourite, beside the card's link; none until the player's favourites are known. */
  #drawStar(card) {
    const {game} = card.dataset;
    let star = card.querySelector('.star');
    if (!this.favourites) {
      star?.remove();
      return;
    }
    if (!star) {
      star = Object.assign(document.createElement('button'), {
        type: 'button',
        className: 'star quiet',
        innerHTML: '<svg class="icon" aria-hidden="true" viewBox="0 0 64 64"><use></use></svg>',
      });
      star.setAttribute('aria-label', t('Favourite: {game}', {game: card.querySelector('.name').textContent}));
      star.addEventListener('click', () => this.#mark(game));
      card.append(star);
    }
    const isMarked = this.favourites.includes(game);
    star.setAttribute('aria-pressed', String(isMarked));
    star.querySelector('use').setAttribute('href', `/img/symbols.svg#icon-star${isMarked ? '-on' : ''}`);
  }

  /** The categories that have a card, and the player's own where there is a player. */
  get #categories() {
    const there = new Set(this.#cards.map(categoryOf));
    return Object.entries(CATEGORIES).filter(
      ([id]) => id === 'all' || there.has(id) || (['favourites', 'recent'].includes(id) && !player.needsAccount),
    );
  }

  get #result() {
    if (!this.#isFiltered) {
      return '';
    }
    if (this.hits === 0 && this.words.trim() === '') {
      return this.category === 'favourites'
        ? t('No favourites yet. Mark a game with its star.')
        : t('No games played yet.');
    }
    return this.hits === 0 ? t('No game matches.') : tn(this.hits, '{n} game found.', '{n} games found.');
  }

  render() {
    return html`<form class="search" role="search" @submit=${this.#enter}>
        <label class="hidden" for="search">${t('Search games')}</label>
        <input id="search" type="search" placeholder=${t('Search games')} autocomplete="off" spellcheck="false" maxlength="64"
          .value=${this.words} @input=${({target}) => this.#find(target.value, this.category)} />
      </form>
      <div class="categories" role="group" aria-label=${t('Categories')}>${this.#categories.map(
        ([id, name]) =>
          html`<button type="button" data-category=${id} aria-pressed=${id === this.category ? 'true' : 'false'} @click=${() => this.#find(this.words, id)}>${name}</button>`,
      )}</div>
      <p class="hits dim" role="status">${this.#result}</p>
      <p class="error" role="alert">${this.refusal}</p>`;
  }
}

/** Fills a game card's facts from the casino, so the page never claims numbers of its own. */
class GameFacts extends View {
  static properties = {game: {}};

  render() {
    const game = this.facts;
    return game
      ? html`<span>${t('RTP {rtp}', {rtp: game.rtp ? percent(game.rtp) : '–'})}</span><span>${t('Wager {least} – {most}', {least: money(game.minStake, game.currency), most: money(game.maxStake, game.currency)})}</span>`
      : html`<span>&nbsp;</span>`;
  }
}

/** Cards of the games that studios made, once the casino has said which there are. */
class PublishedGames extends View {
  static properties = {games: {}};

  render() {
    return this.games?.length
      ? html`<h2>${t('Games of other studios')}</h2>
        <ul class="games">${this.games.map(
          (
            game,
          ) => html`<li data-game=${game.id} data-category="published"><a class="game" href="/published.html?game=${encodeURIComponent(game.id)}">
            ${drawing('card-fair', 'picture')}<span class="name">${game.name}</span><span class="what">${t('Every outcome made beforehand, each with its exact chance')}</span>
            <game-facts game=${game.id} .facts=${game}></game-facts></a></li>`,
        )}</ul>`
      : nothing;
  }

  updated() {
    document.querySelector('game-finder')?.requestUpdate();
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
      await this.#showGames();
      await opened;
      const [{rounds}, favourites] = player.fresh
        ? [{rounds: []}, {games: []}]
        : await Promise.all([get(`/game-history?limit=${LOOKED_AT_ROUNDS}`), get('/favourites')]);
      this.rounds = rounds.slice(0, SHOWN_ROUNDS);
      const finder = document.querySelector('game-finder');
      if (finder) {
        finder.recent = rounds.filter(({provider}) => !provider).map(({game}) => game);
        finder.favourites = favourites.games;
      }
    } catch (problem) {
      this.problem = problem;
      this.requestUpdate();
    }
  }

  /** A casino that has just started works the returns of some games out; they are shown once they are there. */
  async #showGames(looks = 1) {
    const {games} = await get('/games');
    for (const facts of document.querySelectorAll('game-facts')) {
      facts.facts = games.find(({id}) => id === facts.game);
      facts.requestUpdate();
    }
    document.querySelector('published-games').games = games.filter(isPublished);
    if (looks < MAX_LOOKS && games.some(({rtp}) => !rtp)) {
      setTimeout(() => this.#showGames(looks + 1).catch(() => undefined), LOOK_MILLIS);
    }
  }

  render() {
    if (this.problem) {
      return html`<p class=${this.problem.code === 'no_guests' ? 'dim' : 'error'} role="alert">${problemWords(this.problem)}</p>`;
    }
    return this.rounds?.length
      ? html`${roundsTable(this.rounds)}<p><a href="/history.html">${t('All rounds')}</a></p>`
      : html`<p class="dim">${this.rounds ? t('No rounds yet.') : html`&nbsp;`}</p>`;
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
      return html`<p class="dim">${this.failed ? t('The health report cannot be read just now.') : ' '}</p>`;
    }
    const totals = pool.trackingStats ?? {};
    return html`
      <dl class="tiles">
        ${tile(t('Status'), this.report.status)}
        ${tile(t('In use'), `${pool.checkedOut} / ${pool.maxConnections}`)}
        ${tile(t('Waiting'), count(pool.waiting ?? 0))}
        ${tile(t('Leaks'), count(totals.totalLeaks ?? 0), totals.totalLeaks > 0)}
        ${tile(t('Discrepancy'), count(pool.trackingDiscrepancy ?? 0), pool.trackingDiscrepancy !== 0)}
      </dl>
      <div class="scroll" tabindex="0" role="region" aria-label=${t('Connections by call site')}>
        <table class="sites">
          <caption>${t('Connections by call site')}${this.failed ? ` ${t('(not fresh: the last report could not be read)')}` : ''}</caption>
          <thead><tr>
            <th scope="col">${t('Call site')}</th>
            ${[t('Acquired'), t('Released'), t('Active'), t('Leaked'), t('Reclaimed'), t('Avg ms'), t('Max ms')].map((name) => html`<th scope="col" class="number">${name}</th>`)}
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

customElements.define('game-finder', GameFinder);
customElements.define('game-facts', GameFacts);
customElements.define('published-games', PublishedGames);
customElements.define('recent-rounds', RecentRounds);
customElements.define('connection-table', ConnectionTable);
