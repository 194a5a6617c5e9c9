// The audit trail, browsed and proven.

import {ops} from '/js/core/api.js';
import {breakable, count, html, nothing, startOfDay, when} from '/js/core/view.js';
import {FormPage, desk, detailsOf, inWords, loadOperators, operatorName} from '/js/ops/form.js';

const PAGE = 50;

const ACTORS = ['system', 'command-line'];

/** An actor without its kind is one of staff, unless it is one of the casino itself. */
const named = (name, value) =>
  name === 'actor' && value && !value.includes(':') && !ACTORS.includes(value) ? `staff:${value}` : value;

class AuditPage extends FormPage {
  constructor() {
    super();
    const asked = new URLSearchParams(location.search);
    this.wish = {
      actor: asked.get('actor') ?? '',
      action: asked.get('action') ?? '',
      subject: asked.get('subject') ?? '',
      operator: '',
      from: '',
      to: '',
    };
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
    const {from, to, ...wish} = this.wish;
    const query = new URLSearchParams(
      Object.entries({...wish, from: from && startOfDay(from, 0), to: to && startOfDay(to, 1)}).filter(
        ([, value]) => value,
      ),
    );
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
    this.wish = Object.fromEntries(
      Object.entries(Object.fromEntries(new FormData(event.target))).map(([name, value]) => [
        name,
        named(name, value.trim()),
      ]),
    );
    return this.change('filter', () => undefined, '');
  };

  /** Asks for part after part until the end of the chain, or until something is wrong. */
  #verify = this.submit(
    'verify',
    async ({noted}) => {
      this.finding = null;
      let finding = {verdict: 'so_far'};
      while (finding.verdict === 'so_far') {
        finding = await ops('POST', '/audit/verify', {
          ...(finding.head ? {from: finding.head} : {}),
          ...(noted.trim() ? {noted: noted.trim()} : {}),
        });
        this.proven = finding.head;
        this.requestUpdate();
      }
      this.finding = finding;
      this.proven = null;
    },
    '',
  );

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
        ${
          finding
            ? finding.verdict === 'intact'
              ? html`<p data-verdict="intact"><span class="tag good">✓ intact</span> ${position(finding.head)} entries, ${count(finding.waiting)} waiting to be sealed.</p>
              <p>Chain head: <span class="mono shown-once" data-head>${finding.head}</span></p>`
              : html`<p data-verdict="broken"><span class="tag bad">✗ broken</span> <b class="loss">${finding.fault}</b></p>`
            : nothing
        }</div>
      <details><summary>Compare with a saved chain head</summary>${this.field('verify', 'noted', 'Saved chain head', {hint: 'As an earlier verification showed it, such as 180:77ab…'})}</details>
      ${this.refusal('verify')}
      <button class="action" data-action="verify" ?disabled=${this.busy}>Verify the whole chain</button>
    </form>`;
  }

  #form() {
    return html`<form class="card" data-place="filter" @submit=${this.#filter} aria-labelledby="filter">
      <h2 id="filter">Filter</h2>
      <div class="fields">
        ${this.field('filter', 'actor', 'Actor', {value: this.wish.actor, hint: 'Exact match, such as staff:anna; a name alone is one of staff.'})}
        ${this.field('filter', 'action', 'Action', {value: this.wish.action, hint: 'First part of the key, such as operator. or staff.locked.'})}
        ${this.field('filter', 'subject', 'Subject', {value: this.wish.subject, hint: 'Exact match, such as player:17.'})}
        ${this.operators.length > 1 ? this.choice('filter', 'operator', 'Operator', [['', 'All'], ...this.operators.map(({code, name}) => [code, name])], this.wish.operator) : nothing}
        ${this.field('filter', 'from', 'From', {type: 'date', value: this.wish.from})}
        ${this.field('filter', 'to', 'To', {type: 'date', value: this.wish.to})}
      </div>
      ${this.refusal('filter')}
      <div class="actions"><button data-action="filter" ?disabled=${this.busy}>Show</button></div>
    </form>`;
  }

  #table() {
    return html`<div class="card">
      ${
        this.entries.length
          ? html`<div class="scroll" tabindex="0" role="region" aria-label="Entries"><table>
        <thead><tr><th scope="col">Number</th><th scope="col">Time</th><th scope="col">Actor</th><th scope="col">Action</th><th scope="col">Subject</th><th scope="col">Operator</th><th scope="col">Details</th></tr></thead>
        <tbody>${this.entries.map(
          (
            entry,
          ) => html`<tr data-action-of=${entry.action}><th scope="row">${entry.id}</th><td>${when(entry.at)}</td><td>${entry.actor}</td>
          <td><b>${inWords(entry.action)}</b><br><span class="dim mono">${breakable(entry.action)}</span></td><td>${entry.subject}</td><td>${entry.operator ? operatorName(entry.operator) : '–'}</td>
          <td>${detailsOf(entry.details, entry.operator).map(([name, value]) => html`<span class="detail"><span class="dim">${name}:</span> ${value}</span> `)}</td></tr>`,
        )}</tbody></table></div>`
          : html`<p class="dim">No matching entries.</p>`
      }
      ${
        this.more
          ? html`<div class="actions"><button type="button" data-action="more" ?disabled=${this.busy}
        @click=${() => this.attempt('page', () => this.#page(this.entries))}>Load older</button></div>`
          : nothing
      }
      <p><a href="/api/ops/audit?limit=1000" download="audit.jsonl">Download the first thousand entries as JSON lines</a>, or all entries with <code>./pitboss audit export</code>.</p>
    </div>`;
  }
}

customElements.define('audit-page', AuditPage);
