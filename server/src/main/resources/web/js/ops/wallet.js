// The shared wallet of an operator: providers that play with its players' money, and its own wallet where it keeps
// that money itself; books compared, disputes settled.

import {ops} from '/js/core/api.js';
import {GAMES, count, currencyName, html, money, nothing, signed, useCurrency, when} from '/js/core/view.js';
import {FormPage, amountOf, desk, loadOperators, waits} from '/js/ops/form.js';

const today = () => new Date().toISOString().slice(0, 10);

const KINDS = {retry: 'Send it to the wallet again', close: 'Close: the operator has corrected it'};

class WalletPage extends FormPage {
  constructor() {
    super();
    this.code = new URLSearchParams(location.search).get('code');
    this.operators = [];
    this.providers = [];
    this.provider = null;
    this.wallet = null;
    this.disputes = [];
    this.dispute = null;
    this.day = today();
    this.books = null;
  }

  get #path() {
    return `/operators/${encodeURIComponent(this.code)}`;
  }

  async load() {
    if (!this.code) {
      this.operators = await loadOperators();
      this.requestUpdate();
      return;
    }
    import('/js/ops/keys.js'); // the list has no use for it
    // most operators have none
    const wallet = ops('GET', `${this.#path}/wallet`).catch((problem) => {
      if (problem.code === 'no_wallet') {
        return null;
      }
      throw problem;
    });
    const operator = ops('GET', this.#path);
    [{providers: this.providers}, this.wallet] = await Promise.all([ops('GET', `${this.#path}/providers`), wallet]);
    const {currency, name} = await operator;
    this.name = name;
    useCurrency(currency);
    this.disputes = this.wallet ? (await ops('GET', `${this.#path}/wallet/disputes`)).disputes : [];
    this.requestUpdate();
  }

  #make = this.submit('provider', async ({code, name}) => {
    await ops('POST', `${this.#path}/providers`, {code, name});
    return `Provider ${name} created. Create a key for it next.`;
  });

  #use(provider, inUse) {
    return () =>
      this.change(
        'provider',
        () => ops('POST', `${this.#path}/providers/${provider.code}/${inUse ? 'enable' : 'disable'}`, {}).then(waits),
        inUse ? `${provider.name} enabled.` : `${provider.name} disabled: it gets no players and takes no bets.`,
      );
  }

  #limit = this.submit(
    'limits',
    (fields) => {
      const limits = {...amountOf(fields, 'gainPerDay'), ...amountOf(fields, 'promotionalPerDay')};
      return ops('PUT', `${this.#path}/providers/${this.provider}/limits`, limits).then(waits);
    },
    'Saved. In effect from the next win.',
  );

  #connect = this.submit(
    'wallet',
    ({url, keyId}) => ops('PUT', `${this.#path}/wallet`, {url, keyId}).then(() => undefined),
    'Saved. The operator\u2019s own wallet now holds its players’ money.',
  );

  #compare = (event) => {
    event.preventDefault();
    this.day = new FormData(event.target).get('day');
    return this.change(
      'books',
      async () => {
        this.books = await ops('GET', `${this.#path}/wallet/reconciliation?day=${this.day}`);
      },
      '',
    );
  };

  #open(ref) {
    return () =>
      this.attempt('disputes', async () => {
        this.dispute = await ops('GET', `${this.#path}/wallet/disputes/${ref}`);
        this.requestUpdate();
      });
  }

  #decide = this.submit('disputes', async ({verdict, reason}) => {
    const {ref} = this.dispute;
    const answer = await ops('POST', `${this.#path}/wallet/disputes/${ref}`, {verdict, reason});
    const {state} = answer;
    this.dispute = null;
    return waits(answer) ?? `The bet is ${state.replace('_', ' ')} now.`;
  });

  content() {
    return this.code
      ? html`<p><a href="/ops-wallet.html">All operators</a></p><h2>${this.name ?? this.code}</h2>${this.#providers()}${this.#keys()}${this.#wallet()}${this.wallet ? html`${this.#books()}${this.#disputed()}` : nothing}`
      : html`<div class="card"><p>Choose an operator.</p><ul class="sessions">${this.operators.map(({code, name}) => html`<li><a class="button" href="?code=${code}">${name}</a></li>`)}</ul></div>`;
  }

  #providers() {
    return html`<section class="card" aria-labelledby="providers"><h2 id="providers">Providers</h2>
      <p class="dim">Sportsbooks and other providers whose bets use this operator\u2019s player balances. A disabled provider gets no players and takes no bets; its open bets are still settled.</p>
      ${
        this.providers.length
          ? html`<div class="scroll" tabindex="0" role="region" aria-label="Its providers"><table>
        <thead><tr><th scope="col">Provider</th><th scope="col">Code</th><th scope="col" class="number">Payable to provider</th><th scope="col">Since</th><th scope="col">State</th><th scope="col">Keys</th></tr></thead>
        <tbody>${this.providers.map(
          (
            one,
          ) => html`<tr data-provider=${one.code}><th scope="row">${one.name}</th><td>${one.code}</td><td class="number">${signed(one.balance)} <span class="dim">${currencyName(one.currency)}</span></td>
          <td>${when(one.createdAt)}</td><td>${one.disabledAt ? html`<span class="tag bad">disabled</span>` : html`<span class="tag good">enabled</span>`}
            ${desk.changes ? html`<button type="button" data-action="use" ?disabled=${this.busy} @click=${this.#use(one, Boolean(one.disabledAt))}>${one.disabledAt ? 'Enable' : 'Disable'}<span class="hidden"> ${one.name}</span></button>` : nothing}</td>
          <td><button type="button" data-look="keys" aria-expanded=${this.provider === one.code ? 'true' : 'false'} @click=${() => ((this.provider = this.provider === one.code ? null : one.code), this.requestUpdate())}>Keys<span class="hidden"> of ${one.name}</span></button></td></tr>`,
        )}</tbody></table></div>`
          : html`<p class="dim">None yet.</p>`
      }
      ${
        desk.changes
          ? html`<form data-place="provider" @submit=${this.#make}><h3>Create a provider</h3><div class="fields">
          ${this.field('provider', 'code', 'Code', {hint: 'Cannot be changed later.', required: true})}${this.field('provider', 'name', 'Name', {required: true})}</div>
        ${this.refusal('provider')}<button data-action="make-provider" ?disabled=${this.busy}>Create provider</button></form>`
          : nothing
      }</section>`;
  }

  #keys() {
    const one = this.providers.find(({code}) => code === this.provider);
    return one
      ? html`<section class="card" aria-labelledby="keys"><h2 id="keys">Keys of ${one.code}</h2>
      <desk-keys path="${this.#path}/providers/${one.code}/keys"></desk-keys></section>
      <form class="card" data-place="limits" @submit=${this.#limit} aria-labelledby="limits"><h2 id="limits">Limits of ${one.code}</h2>
        <p class="dim">The most that it may pay to players beyond their stakes in one day (UTC). A higher limit needs a second person of the operator\u2019s staff.</p>
        <fieldset class="bare" ?disabled=${!desk.changes}><div class="fields">
          ${this.amount('limits', 'gainPerDay', 'Beyond stakes, in all', one.currency, {value: one.gainPerDay, required: true})}
          ${this.amount('limits', 'promotionalPerDay', 'Of this, for bets without a stake', one.currency, {value: one.promotionalPerDay, required: true})}</div></fieldset>
        ${this.refusal('limits')}${desk.changes ? html`<button data-action="save-limits" ?disabled=${this.busy}>Save limits</button>` : nothing}</form>`
      : nothing;
  }

  #wallet() {
    const {wallet} = this;
    const may = desk.changes && desk.ofPlatform;
    const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
    return html`<section class="card" data-place="wallet" aria-labelledby="wallet"><h2 id="wallet">Operator’s own wallet (seamless wallet)</h2>
      ${
        wallet
          ? html`<dl class="facts">${fact('At', html`<span class="shown-once">${wallet.url}</span>`)}${fact('Signed with', wallet.keyId)}${fact('Key', wallet.keyLive ? 'active' : html`<span class="loss">revoked: no calls are made</span>`)}
          ${fact('Owed to it', signed(wallet.balance))}${fact('Pending', count(wallet.underWay))}${fact('Disputed', html`<span class=${wallet.disputed ? 'loss' : ''}>${count(wallet.disputed)}</span>`)}</dl>`
          : html`<p class="dim">Not connected: balances are held by Pitboss. Once connected, players can play slots, roulette, baccarat, dice, limbo, plinko, wheel and keno only; the other games need balances held here.</p>`
      }
      ${
        may
          ? html`<form @submit=${this.#connect}><div class="fields">
          ${this.field('wallet', 'url', wallet ? 'Another wallet API base URL' : 'Wallet API base URL', {value: wallet?.url ?? '', hint: 'Such as https://wallet.acme.example/pitboss.', required: true})}
          ${this.field('wallet', 'keyId', 'Key', {value: wallet?.keyId ?? '', hint: 'Id of an active key of the operator; its page lists them.', required: true})}</div>
        ${this.refusal('wallet')}<div class="actions"><button data-action="connect" ?disabled=${this.busy}>${wallet ? 'Save' : 'Connect'}</button>
          ${wallet ? html`<button type="button" class="danger" data-action="end-wallet" @click=${this.asks('end-wallet')}>End the connection</button>` : nothing}</div></form>
        ${
          wallet
            ? this.ask('end-wallet', 'End the connection?', {
                place: 'wallet',
                words: 'From then on balances are held by Pitboss. Refused while bets there are pending or disputed.',
                yes: 'Yes, end it',
                said: 'The connection has ended.',
                danger: true,
                work: () => ops('DELETE', `${this.#path}/wallet`).then(() => undefined),
              })
            : nothing
        }`
          : nothing
      }</section>`;
  }

  #books() {
    const {books} = this;
    return html`<form class="card" data-place="books" @submit=${this.#compare} aria-labelledby="books"><h2 id="books">Compare the books</h2>
      ${this.field('books', 'day', 'Day', {type: 'date', value: this.day, hint: 'In the operator’s zone.', required: true})}
      ${
        books
          ? html`<p>${books.agrees ? html`<span class="tag good">✓ agree</span>` : html`<span class="tag bad">✗ differ</span>`} ${count(books.compared)} bets of ${when(books.from)} to ${when(books.through)}${books.next ? '; there are more, ask for them by the API' : ''}.</p>
        ${
          books.differences.length
            ? html`<div class="scroll" tabindex="0" role="region" aria-label="Differences"><table><thead><tr><th scope="col">Transaction</th><th scope="col">What</th><th scope="col">Ours</th><th scope="col">Theirs</th></tr></thead>
          <tbody>${books.differences.map(({transaction, what, ours, theirs}) => html`<tr><th scope="row" class="mono">${transaction}</th><td>${what}</td><td>${ours}</td><td>${theirs}</td></tr>`)}</tbody></table></div>`
            : nothing
        }
        ${books.unresolved.length ? html`<p class="loss">${count(books.unresolved.length)} bets have not ended.</p>` : nothing}`
          : nothing
      }
      ${this.refusal('books')}
      <div class="actions"><button data-action="reconcile" ?disabled=${this.busy}>Compare</button></div>
      <p><a href="/api/ops${this.#path}/wallet/reconciliation?format=csv&day=${this.day}" download="wallet.csv">Download as CSV</a></p></form>`;
  }

  #disputed() {
    const {dispute} = this;
    return html`<section class="card" data-place="disputes" aria-labelledby="disputes"><h2 id="disputes">Disputed bets</h2>
      ${
        this.disputes.length
          ? html`<div class="scroll" tabindex="0" role="region" aria-label="Disputes"><table><thead><tr><th scope="col">Since</th><th scope="col">Game</th><th scope="col">Player</th><th scope="col" class="number">Stake</th><th scope="col" class="number">Payout</th><th scope="col">Refused</th><th scope="col">Details</th></tr></thead>
        <tbody>${this.disputes.map(
          (
            one,
          ) => html`<tr data-dispute=${one.ref}><th scope="row">${when(one.disputedAt)}</th><td>${GAMES[one.game] ?? one.game}</td><td><a href="/ops-players.html?id=${one.playerId}">${one.playerId}</a></td>
          <td class="number">${money(one.stake)}</td><td class="number">${one.payout === undefined ? 'stake back' : money(one.payout)}</td><td>${one.reason}</td>
          <td><button type="button" data-look="dispute" @click=${this.#open(one.ref)}>Details<span class="hidden"> of ${one.ref}</span></button></td></tr>`,
        )}</tbody></table></div>`
          : html`<p class="dim">None.</p>`
      }
      ${
        dispute
          ? html`<h3>Bet ${dispute.ref}</h3><dl class="proof"><dt>Their player</dt><dd>${dispute.remotePlayer}</dd><dt>Our bet</dt><dd>${dispute.transactions.bet}</dd><dt>Our win</dt><dd>${dispute.transactions.win}</dd>
          <dt>Our rollback</dt><dd>${dispute.transactions.rollback}</dd><dt>Their book has</dt><dd>${dispute.theirs ? dispute.theirs.map(({kind, transaction, stake, payout}) => html`${kind} ${transaction}: ${money(stake)} / ${money(payout)}<br>`) : 'not said'}</dd></dl>
        ${
          desk.changes
            ? html`<form @submit=${this.#decide}><div class="fields">${this.choice('disputes', 'verdict', 'Decide', Object.entries(KINDS), 'retry')}
            ${this.field('disputes', 'reason', 'Reason', {hint: 'For the audit trail.', required: true})}</div><button class="action" data-action="decide" ?disabled=${this.busy}>Decide</button></form>`
            : nothing
        }`
          : nothing
      }
      ${this.refusal('disputes')}</section>`;
  }
}

customElements.define('wallet-page', WalletPage);
