// Players: found by name or id, and what support needs to know of one.

import {ops} from '/js/core/api.js';
import {GAMES, currencyName, html, money, nothing, signed, useCurrency, when} from '/js/core/view.js';
import {FormPage, desk, loadOperators, operatorName} from '/js/ops/form.js';
import {heldNote, transactionName} from '/js/parts/rounds-table.js';

const LIMITS = {loss: 'loss limit', stake: 'wager limit', time: 'time limit'};
const PERIODS = {day: 'Daily', week: 'Weekly', month: 'Monthly'};
const SINCE = {day: 'Net today', week: 'Net this week', month: 'Net this month'};

const shown = (kind, amount) => (kind === 'time' ? `${amount} min` : money(amount));

class PlayersPage extends FormPage {
  constructor() {
    super();
    const asked = new URLSearchParams(location.search);
    this.playerId = asked.get('id');
    this.wish = {q: asked.get('q') ?? ''};
    this.players = [];
    this.file = null;
    this.limits = null;
    this.rounds = [];
    this.round = null;
    this.next = null;
  }

  async load() {
    const named = loadOperators();
    if (!this.playerId) {
      [{players: this.players}] = await Promise.all([ops('GET', `/players?${new URLSearchParams(this.wish)}`), named]);
    } else {
      const path = `/players/${encodeURIComponent(this.playerId)}`;
      // a very long history is summed up over several looks; the rest is worth seeing meanwhile
      const limits = ops('GET', `${path}/limits`).catch(() => null);
      [this.file, this.limits] = await Promise.all([ops('GET', path), limits, this.#page(null), named]);
      useCurrency(this.file.player.currency);
      document.querySelector('h1').textContent = `Player ${this.file.player.username}`;
    }
    this.requestUpdate();
  }

  async #page(cursor) {
    const {rounds, nextCursor} = await ops(
      'GET',
      `/players/${encodeURIComponent(this.playerId)}/rounds?limit=20${cursor ? `&cursor=${cursor}` : ''}`,
    );
    this.rounds = cursor ? [...this.rounds, ...rounds] : rounds;
    this.next = nextCursor;
    this.requestUpdate();
  }

  #search = (event) => {
    event.preventDefault();
    this.wish = Object.fromEntries(new FormData(event.target));
    history.replaceState(null, '', `?${new URLSearchParams(this.wish)}`);
    return this.change('search', () => undefined, '');
  };

  content() {
    return this.playerId ? this.#one() : this.#many();
  }

  #many() {
    return html`<form class="card" data-place="search" @submit=${this.#search} aria-label="Find players">
        ${this.field('search', 'q', 'Name or id', {value: this.wish.q, hint: 'An id, or the beginning of a name. Leave it empty for the latest sign-ins.'})}
        ${this.refusal('search')}
        <button class="action" data-action="search" ?disabled=${this.busy}>Find</button>
      </form>
      <div class="card">${
        this.players.length
          ? html`<div class="scroll" tabindex="0" role="region" aria-label="Players"><table>
        <thead><tr><th scope="col">Player</th><th scope="col">Id</th><th scope="col">Operator</th><th scope="col" class="number">Balance</th><th scope="col">Last sign-in</th></tr></thead>
        <tbody>${this.players.map(
          (
            player,
          ) => html`<tr><th scope="row"><a href="?id=${player.playerId}">${player.username}</a></th><td>${player.playerId}</td>
          <td>${operatorName(player.operator)}</td><td class="number">${money(player.balance, player.currency)} <span class="dim">${currencyName(player.currency)}</span></td><td>${when(player.lastLogin)}</td></tr>`,
        )}</tbody></table></div>`
          : html`<p class="dim">No such player.</p>`
      }</div>`;
  }

  #one() {
    if (!this.file) {
      return html`<p><a href="/ops-players.html">Find another player</a></p>`;
    }
    const {player, openStakes, lockedUntil, sessions} = this.file;
    const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
    return html`<p><a href="/ops-players.html">Find another player</a></p>
      <section class="card" aria-labelledby="who"><h2 id="who">Account</h2>
        <dl class="facts">${fact('Balance', html`<span data-balance>${money(player.balance)}</span> ${currencyName(player.currency)}`)}${fact('In play', money(openStakes))}${fact('Id', player.playerId)}
          ${fact('Operator', operatorName(player.operator))}${fact('Account', player.guest ? 'Guest' : 'Registered')}${fact('Since', when(player.createdAt))}${fact('Last sign-in', when(player.lastLogin))}</dl>
        ${lockedUntil ? html`<p class="notice card">Locked out after wrong passwords until ${when(lockedUntil)}.</p>` : nothing}
        ${this.refusal('one')}
        ${
          desk.changes
            ? html`<div class="actions"><a class="button" href="/ops-adjustments.html?player=${player.playerId}">Request an adjustment</a>
          ${lockedUntil ? html`<button type="button" data-action="unlock" @click=${() => this.change('one', () => ops('POST', `/players/${this.playerId}/unlock`, {}).then(() => undefined), 'Player unlocked.')}>Unlock</button>` : nothing}
          ${sessions.length ? html`<button type="button" class="danger" data-action="end-sessions" @click=${this.asks('end-sessions')}>End all sessions</button>` : nothing}</div>
        ${this.ask('end-sessions', `End all sessions of ${player.username}?`, {
          place: 'one',
          yes: 'Yes, end them',
          said: 'All sessions have ended.',
          danger: true,
          words: player.guest
            ? 'A guest cannot sign in again and loses balance and history.'
            : 'The player signs in again.',
          work: () => ops('DELETE', `/players/${this.playerId}/sessions`).then(() => undefined),
        })}`
            : nothing
        }
        <p><a href="/ops-audit.html?subject=player:${player.playerId}">Audit trail of this player</a></p>
      </section>
      <div class="columns">${this.#sessions()}${this.#care()}</div>${this.#movements()}${this.#rounds()}${this.round ? this.#round() : nothing}`;
  }

  #sessions() {
    const {sessions} = this.file;
    return html`<section class="card" aria-labelledby="sessions"><h2 id="sessions">Sessions</h2>
      ${sessions.length ? html`<ul class="sessions">${sessions.map(({agent, network, since, lastUsed}) => html`<li><span>${agent}, ${network}<br><span class="dim">since ${when(since)}, used ${when(lastUsed)}</span></span></li>`)}</ul>` : html`<p class="dim">None.</p>`}</section>`;
  }

  #care() {
    const {limits} = this;
    return html`<section class="card" aria-labelledby="care"><h2 id="care">Responsible play</h2>
      ${
        limits
          ? html`
        ${limits.selfExclusion ? html`<p class="loss"><b>Self-excluded ${limits.selfExclusion.forEver ? 'permanently' : html`until ${when(limits.selfExclusion.until)}`}.</b></p>` : nothing}
        ${limits.coolingOffUntil ? html`<p class="loss"><b>On a break until ${when(limits.coolingOffUntil)}.</b></p>` : nothing}
        <dl class="facts">${Object.entries(SINCE).map(([period, words]) => html`<div><dt>${words}</dt><dd class=${limits[period].net < 0 ? 'loss' : ''}>${signed(limits[period].net)}</dd></div>`)}</dl>
        ${limits.limits.length ? html`<ul>${limits.limits.map(({kind, period, amount, used, pending}) => html`<li>${PERIODS[period]} ${LIMITS[kind]}: ${amount === undefined ? 'not in effect yet' : `${shown(kind, used)} of ${shown(kind, amount)} used`}${pending ? `; from ${when(pending.from)} ${pending.amount === undefined ? 'no limit' : shown(kind, pending.amount)}` : ''}</li>`)}</ul>` : html`<p class="dim">No limits are set.</p>`}`
          : html`<p class="dim">The sums are still being calculated; reload the page in a moment.</p>`
      }</section>`;
  }

  #movements() {
    const {movements} = this.file;
    return movements.length
      ? html`<section class="card" aria-labelledby="movements"><h2 id="movements">Balance transactions</h2>
      <div class="scroll" tabindex="0" role="region" aria-label="Transactions, newest first"><table><thead><tr><th scope="col">Time</th><th scope="col">Kind</th><th scope="col" class="number">Amount</th><th scope="col" class="number">Balance after</th></tr></thead>
      <tbody>${movements.map(({kind, amount, balanceAfter, at}) => html`<tr><th scope="row">${when(at)}</th><td>${transactionName(kind)}</td><td class="number">${signed(amount)}</td><td class="number">${money(balanceAfter)}</td></tr>`)}</tbody></table></div></section>`
      : nothing;
  }

  /** Shows a round below the list, or puts it away. */
  #look(ref) {
    return () =>
      this.attempt('page', async () => {
        this.round =
          this.round?.ref === ref
            ? null
            : await ops('GET', `/players/${encodeURIComponent(this.playerId)}/rounds/${ref}`);
        this.requestUpdate();
        await this.updateComplete;
        this.querySelector('#round')?.scrollIntoView({block: 'nearest'});
      });
  }

  /** What a player says of a round is looked up here: bet, result and what proves it. */
  #round() {
    const {ref, game, at, stake, payout, bet, result, fairness} = this.round;
    const text = (value) => html`<pre tabindex="0">${JSON.stringify(value, null, 2)}</pre>`;
    return html`<section class="card" id="round" aria-labelledby="round-title"><h2 id="round-title">${GAMES[game] ?? game}, ${when(at)}</h2>
      <dl class="facts"><div><dt>Wager</dt><dd>${money(stake)}</dd></div><div><dt>Payout</dt><dd>${money(payout)}</dd></div><div><dt>Net</dt><dd>${signed(payout - stake)}</dd></div></dl>
      <h3>Bet</h3>${text(bet)}<h3>Result</h3>${text(result)}
      <dl class="proof"><dt>Ref</dt><dd>${ref}</dd><dt>Rules</dt><dd>${fairness.rulesVersion}</dd><dt>Server seed hash (commitment)</dt><dd>${fairness.serverSeedHash}</dd>
        <dt>Server seed</dt><dd>${fairness.serverSeed ?? 'revealed once the player rotates the seeds'}</dd><dt>Client seed</dt><dd>${fairness.clientSeed}</dd><dt>Nonce</dt><dd>${fairness.nonce}</dd></dl></section>`;
  }

  #rounds() {
    return html`<section class="card" aria-labelledby="rounds"><h2 id="rounds">Rounds</h2>
      ${
        this.rounds.length
          ? html`<div class="scroll" tabindex="0" role="region" aria-label="Settled rounds"><table><thead><tr><th scope="col">Time</th><th scope="col">Game</th><th scope="col" class="number">Wager</th><th scope="col" class="number">Payout</th>
        <th scope="col" class="number">Net</th><th scope="col" class="number">Balance after</th><th scope="col">Details</th></tr></thead>
        <tbody>${this.rounds.map(
          ({
            ref,
            game,
            at,
            stake,
            payout,
            balanceAfter,
            providerName,
            kind,
          }) => html`<tr><th scope="row">${when(at)}</th><td>${providerName ? `${providerName}: ${game}, ${kind}` : (GAMES[game] ?? game)}</td><td class="number">${money(stake)}</td>
          <td class="number">${money(payout)}</td><td class="number ${payout < stake ? 'loss' : ''}">${signed(payout - stake)}</td><td class="number">${money(balanceAfter)}</td><td>${providerName ? html`<span class="mono">${ref}</span>` : html`<button type="button" data-look="round" aria-expanded=${this.round?.ref === ref ? 'true' : 'false'} @click=${this.#look(ref)}>Details<span class="hidden"> of ${ref}</span></button>`}</td></tr>`,
        )}</tbody></table></div>${heldNote(this.rounds)}`
          : html`<p class="dim">None yet.</p>`
      }
      ${this.next ? html`<div class="actions"><button type="button" data-action="more" @click=${() => this.attempt('page', () => this.#page(this.next))}>Load older</button></div>` : nothing}</section>`;
  }
}

customElements.define('players-page', PlayersPage);
