// The audit trail, browsed and proven.

import {ops} from '/js/core/api.js';
import {count, html, moneyWithCurrency, nothing, when} from '/js/core/view.js';
import {FormPage, desk, inWords, loadOperators, operatorName} from '/js/ops/form.js';

const PAGE = 50;

/** Names of details that are minor units of the entry's operator. */
const MONEY = /^(amount|refillAmount|refillBelow|(maxW|w)elcomeGrant|(min|max)Stake|maxPayout|(gain|promotional)PerDay|stake|payout)$/;

class AuditPage extends FormPage {
  constructor() {
    super();
    const asked = new URLSearchParams(location.search);
    this.wish = {actor: asked.get('actor') ?? '', action: asked.get('action') ?? '', subject: asked.get('subject') ?? '', operator: ''};
    this.operators = [];
    this.entries = [];
    this.more = false;
    this.finding = null;
    this.proven = null;
  }

  async load() {
    [this.operators] = await Promise.all([loadOperators(), this.#page([])]);
    this.requestUpdate();
  }

  async #page(before) {
    const query = new URLSearchParams(Object.entries(this.wish).filter(([, value]) => value));
    query.set('limit', PAGE);
    if (before.length) {
      query.set('before', before.at(-1).id);
    }
    const {entries} = await ops('GET', `/audit/entries?${query}`);
    this.entries = [...before, ...entries];
    this.more = entries.length === PAGE;
    this.requestUpdate();
  }

  #filter = (event) => {
    event.preventDefault();
    this.wish = Object.fromEntries(Object.entries(Object.fromEntries(new FormData(event.target))).map(([name, value]) => [name, value.trim()]));
    return this.change('filter', () => undefined, '');
  };

  /** Asks for part after part until the end of the chain, or until something is wrong. */
  #verify = this.submit('verify', async ({noted}) => {
    this.finding = null;
    let finding = {verdict: 'so_far'};
    while (finding.verdict === 'so_far') {
      finding = await ops('POST', '/audit/verify', {...(finding.head ? {from: finding.head} : {}), ...(noted.trim() ? {noted: noted.trim()} : {})});
      this.proven = finding.head;
      this.requestUpdate();
    }
    this.finding = finding;
    this.proven = null;
  }, '');

  content() {
    return html`${desk.ofPlatform ? this.#proof() : nothing}${this.#form()}${this.#table()}`;
  }

  #proof() {
    const {finding, proven} = this;
    const position = (head) => count(Number(head.split(':')[0]));
    return html`<form class="card" data-place="verify" @submit=${this.#verify} aria-labelledby="proof">
      <h2 id="proof">Integrity</h2>
      <p class="dim">Every entry is chained to the previous one by its hash and sealed with a key that is not in the database. The chain head is the number and
        hash of the last entry: it stands for all entries before it. Save it outside the casino regularly, and compare later.</p>
      <div role="status">${proven ? html`<p>Verified up to entry ${position(proven)}…</p>` : nothing}
        ${finding ? finding.verdict === 'intact'
          ? html`<p data-verdict="intact"><span class="tag good">✓ intact</span> ${position(finding.head)} entries, ${count(finding.waiting)} waiting to be sealed.</p>
              <p>Chain head: <span class="mono shown-once" data-head>${finding.head}</span></p>`
          : html`<p data-verdict="broken"><span class="tag bad">✗ broken</span> <b class="loss">${finding.fault}</b></p>` : nothing}</div>
      <details><summary>Compare with a saved chain head</summary>${this.field('verify', 'noted', 'Saved chain head', {hint: 'NUMBER:HASH, as shown by an earlier verification.'})}</details>
      ${this.refusal('verify')}
      <button class="action" data-action="verify" ?disabled=${this.busy}>Verify the whole chain</button>
    </form>`;
  }

  #form() {
    return html`<form class="card" data-place="filter" @submit=${this.#filter} aria-labelledby="filter">
      <h2 id="filter">Filter</h2>
      <div class="fields">
        ${this.field('filter', 'actor', 'Actor', {value: this.wish.actor, hint: 'Exact match, such as staff:anna.'})}
        ${this.field('filter', 'action', 'Action', {value: this.wish.action, hint: 'First part of the key, such as operator. or staff.locked.'})}
        ${this.field('filter', 'subject', 'Subject', {value: this.wish.subject, hint: 'Exact match, such as player:17.'})}
        ${this.operators.length > 1 ? this.choice('filter', 'operator', 'Operator', [['', 'All'], ...this.operators.map(({code, name}) => [code, name])], this.wish.operator) : nothing}
      </div>
      ${this.refusal('filter')}
      <div class="actions"><button data-action="filter" ?disabled=${this.busy}>Show</button></div>
    </form>`;
  }

  /** A detail in words; money in whole units where its currency is known. */
  #value({operator, details}, name) {
    const currency = details.currency ?? this.operators.find(({code}) => code === operator)?.currency;
    const value = details[name];
    return currency && MONEY.test(name) && /^-?\d+$/.test(value) ? moneyWithCurrency(Number(value), currency) : value;
  }

  #table() {
    return html`<div class="card">
      ${this.entries.length ? html`<div class="scroll" tabindex="0" role="region" aria-label="Entries"><table>
        <thead><tr><th scope="col">Number</th><th scope="col">Time</th><th scope="col">Actor</th><th scope="col">Action</th><th scope="col">Subject</th><th scope="col">Operator</th><th scope="col">Details</th></tr></thead>
        <tbody>${this.entries.map((entry) => html`<tr data-action-of=${entry.action}><th scope="row">${entry.id}</th><td>${when(entry.at)}</td><td>${entry.actor}</td>
          <td><b>${inWords(entry.action)}</b><br><span class="dim mono">${entry.action}</span></td><td>${entry.subject}</td><td>${entry.operator ? operatorName(entry.operator) : '–'}</td>
          <td>${Object.keys(entry.details).map((name) => html`<span class="detail"><span class="dim">${inWords(name)}:</span> ${this.#value(entry, name)}</span> `)}</td></tr>`)}</tbody></table></div>`
        : html`<p class="dim">No matching entries.</p>`}
      ${this.more ? html`<div class="actions"><button type="button" data-action="more" ?disabled=${this.busy}
        @click=${() => this.attempt('page', () => this.#page(this.entries))}>Load older</button></div>` : nothing}
      <p><a href="/api/ops/audit?limit=1000" download="audit.jsonl">Download the first thousand entries as JSON lines</a>, or all entries with <code>./pitboss audit export</code>.</p>
    </div>`;
  }
}

customElements.define('audit-page', AuditPage);
