// The operators' page: what is wrong first, then every number that says how the casino is doing.

import {View, count, html, nothing} from '/js/core/view.js';
import {chart} from '/js/ops/chart.js';
import '/js/ops/entry.js';

const EVERY_MILLIS = 1_000;
const KEPT_SAMPLES = 3_600;
const KEPT_CHANGES = 50;
const SPANS = [{seconds: 60, name: '1 min'}, {seconds: 600, name: '10 min'}, {seconds: 3_600, name: '1 h'}];

const COLUMNS = [
  {field: 'acquired', name: 'Acquired'},
  {field: 'released', name: 'Released'},
  {field: 'active', name: 'Active'},
  {field: 'leaks', name: 'Leaked'},
  {field: 'reclaimed', name: 'Reclaimed'},
  {field: 'avgMillis', name: 'Avg ms'},
  {field: 'maxMillis', name: 'Max ms'},
  {field: 'oldestActiveMillis', name: 'Oldest ms'},
];

const TIME = new Intl.DateTimeFormat('en-GB', {timeStyle: 'medium'});
const clock = (at) => html`<time datetime=${new Date(at).toISOString()}>${TIME.format(new Date(at))}</time>`;

class OpsPage extends View {
  static properties = {report: {state: true}, paused: {state: true}, seconds: {state: true}, access: {state: true}};

  constructor() {
    super();
    /** 'asked', then 'none' without a session, 'other' with one that may not see this, or 'given'. */
    this.access = 'asked';
    this.report = null;
    this.connections = null;
    this.samples = [];
    this.changes = [];
    this.paused = false;
    this.seconds = 60;
    this.order = {field: 'leaks', down: true};
    this.opened = null;
    this.unread = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#enter();
  }

  /** Whoever has a session sees the numbers at once. */
  async #enter() {
    try {
      const session = await fetch('/api/ops/session', {cache: 'no-store'});
      this.access = session.status === 200 ? 'given' : 'none';
    } catch {
      this.timer = setTimeout(() => this.#enter(), EVERY_MILLIS);
      return;
    }
    this.#look();
  }

  async #leave() {
    await fetch('/api/ops/session', {method: 'DELETE'});
    this.report = null;
    this.access = 'none';
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** Asks again only when the last answer is there, so a slow casino is not asked harder. */
  async #look() {
    if (this.access === 'given' && !this.paused && document.visibilityState === 'visible') {
      try {
        const [health, connections, metrics] = await Promise.all(
          ['/health', '/api/ops/connections', '/metrics'].map((path) => fetch(path, {cache: 'no-store', signal: AbortSignal.timeout(5_000)})),
        );
        if (connections.status === 401 || connections.status === 403) {
          this.report = null;
          this.access = connections.status === 401 ? 'none' : 'other';
          throw new Error('no access');
        }
        const answers = await Promise.all([health.json(), connections.json(), metrics.text()]);
        this.unread = null;
        this.#take(...answers);
      } catch {
        this.unread ??= Date.now();
        this.requestUpdate();
      }
    }
    this.timer = setTimeout(() => this.#look(), EVERY_MILLIS);
  }

  #take(report, connections, metrics) {
    const at = Date.now();
    const total = (name) => sum(metrics, name);
    const counts = {posted: total('pitboss_settlement_posted_total'), acquired: connections.pool.trackingStats.totalAcquired};
    const before = this.samples.at(-1);
    const rate = (field) => (before ? Math.max(0, ((counts[field] - before.counts[field]) * 1_000) / (at - before.at)) : 0);
    const values = {
      out: connections.pool.checkedOut,
      waiting: connections.pool.waiting,
      bets: rate('posted'),
      borrows: rate('acquired'),
    };
    this.samples = [...this.samples, {at, counts, values}].slice(-KEPT_SAMPLES);
    const after = facts(report, connections);
    if (this.facts) {
      const told = Object.keys(after).filter((name) => after[name] !== this.facts[name])
        .map((name) => ({at, text: `${name}: ${this.facts[name]} → ${after[name]}`}));
      this.changes = [...told.reverse(), ...this.changes].slice(0, KEPT_CHANGES);
    }
    this.facts = after;
    this.connections = connections;
    this.report = report;
  }

  render() {
    const {report, connections} = this;
    if (this.access === 'none') {
      return html`<ops-entry @entered=${() => (this.access = 'given')}></ops-entry>`;
    }
    if (this.access === 'other') {
      return html`<p role="status">Your account works for one operator; this page is for the platform's staff. Your reports are at
        <a href="/api/ops/reports/ggr">/api/ops/reports/ggr</a>.</p>${this.#leaveButton()}`;
    }
    if (!report) {
      return html`<p role="status">${this.unread ? 'The casino does not answer.' : 'Asking the casino how it is.'}</p>`;
    }
    return html`
      ${problemList(report, connections, this.unread)}
      ${this.#tiles()}
      <section class="card" aria-labelledby="charts">
        <h2 id="charts">Live</h2>
        <div class="filters">
          <fieldset class="spans"><legend class="hidden">Time shown</legend>
            ${SPANS.map(({seconds, name}) => html`<button type="button" aria-pressed=${this.seconds === seconds ? 'true' : 'false'}
              @click=${() => (this.seconds = seconds)}>${name}</button>`)}</fieldset>
          <button type="button" data-action="pause" aria-pressed=${this.paused ? 'true' : 'false'} @click=${() => (this.paused = !this.paused)}>${this.paused ? 'Go on' : 'Pause'}</button>
        </div>
        <div class="charts">${this.#charts()}</div>
      </section>
      <section class="card" aria-labelledby="sites">
        <h2 id="sites">Connections by call site</h2>
        ${this.#siteTable()}
        <p><a href="/api/ops/connections" download="connections.json">The same as JSON</a></p>
      </section>
      ${this.#invariants()}
      <section class="card" aria-labelledby="incidents">
        <h2 id="incidents">Incidents with connections</h2>
        ${connections.incidents.length ? html`<ol class="log">${connections.incidents.slice(0, 20).map(incidentLine)}</ol>` : html`<p class="dim">None since the start.</p>`}
      </section>
      <section class="card" aria-labelledby="changes">
        <h2 id="changes">What changed while you watched</h2>
        ${this.changes.length ? html`<ol class="log">${this.changes.map(({at, text}) => html`<li>${clock(at)} ${text}</li>`)}</ol>` : html`<p class="dim">Nothing yet.</p>`}
      </section>
      ${this.#leaveButton()}`;
  }

  #leaveButton() {
    return html`<p><button type="button" data-action="sign-out" @click=${() => this.#leave()}>Sign out</button></p>`;
  }

  #tiles() {
    const {pool} = this.connections;
    const {database} = this.report.checks;
    const last = this.samples.at(-1).values;
    const tile = (name, value, bad = false) => html`<div ?data-bad=${bad}><dt>${name}</dt><dd>${value}</dd></div>`;
    return html`<dl class="tiles">
      ${tile('Status', this.report.status, this.report.status !== 'UP')}
      ${tile('Pool in use', `${pool.checkedOut} / ${pool.maxConnections}`, pool.checkedOut === pool.maxConnections)}
      ${tile('Waiting', count(pool.waiting), pool.waiting > 0)}
      ${tile('Leaks', count(pool.trackingStats.totalLeaks), pool.trackingStats.totalLeaks > 0)}
      ${tile('Taken back', count(pool.trackingStats.totalReclaimed))}
      ${tile('Discrepancy', count(pool.trackingDiscrepancy), pool.trackingDiscrepancy !== 0)}
      ${tile('Bets settled / s', count(Math.round(last.bets)))}
      ${tile('Database answers in', `${(database.answeredInMicros / 1_000).toFixed(1)} ms`, Boolean(database.error))}
    </dl>`;
  }

  #charts() {
    const now = this.samples.at(-1).at;
    const {samples, seconds} = this;
    const limit = this.connections.pool.maxConnections;
    return [
      chart({name: 'Connections in use', samples, field: 'out', now, seconds, limit}),
      chart({name: 'Threads waiting', samples, field: 'waiting', now, seconds}),
      chart({name: 'Bets settled', unit: '/s', samples, field: 'bets', now, seconds}),
      chart({name: 'Connections borrowed', unit: '/s', samples, field: 'borrows', now, seconds}),
    ];
  }

  #siteTable() {
    const {field, down} = this.order;
    const sites = this.connections.pool.topConnectionUsers.toSorted(
      (one, other) => (down ? -1 : 1) * (field === 'site' ? one.site.localeCompare(other.site) : one[field] - other[field]) || other.acquired - one.acquired,
    );
    const head = (name, of, number = true) => html`<th scope="col" class=${number ? 'number' : ''} aria-sort=${field === of ? (down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" class="sort" @click=${() => ((this.order = {field: of, down: field === of ? !down : of !== 'site'}), this.requestUpdate())}>${name}${field === of ? (down ? ' ↓' : ' ↑') : ''}</button></th>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Call sites"><table class="sites">
      <thead><tr>${head('Call site', 'site', false)}${COLUMNS.map((column) => head(column.name, column.field))}</tr></thead>
      <tbody>${sites.map((site) => this.#siteRow(site))}</tbody>
    </table></div>`;
  }

  #siteRow(site) {
    const open = this.opened === site.site;
    const held = this.connections.held.filter((one) => one.site === site.site);
    return html`<tr data-site=${site.site}>
        <th scope="row" class="mono"><button type="button" class="sort" aria-expanded=${open ? 'true' : 'false'}
          @click=${() => ((this.opened = open ? null : site.site), this.requestUpdate())}>${site.site}</button></th>
        ${COLUMNS.map(({field}) => html`<td class="number ${field === 'leaks' && site.leaks ? 'loss' : ''}" data-column=${field}>${
          field.endsWith('Millis') ? Number(site[field]).toFixed(1) : count(site[field])}</td>`)}
      </tr>
      ${open ? html`<tr><td colspan=${COLUMNS.length + 1}>
        ${held.length ? html`<ul class="log">${held.map((one) => html`<li>Out for ${count(one.heldMillis)} ms of ${count(one.holdMillis)}, ${one.state}, by ${one.thread}.
          ${stackOf(one.stack)}</li>`)}</ul>` : html`<p class="dim">None of its connections is out now.</p>`}
      </td></tr>` : nothing}`;
  }

  #invariants() {
    const {invariants} = this.report.checks;
    return html`<section class="card" aria-labelledby="invariants">
      <h2 id="invariants">Invariants of the ledger</h2>
      <p>${invariants.broken.length ? nothing : html`<b class="gain">✓ All hold.</b>`}
        Checked ${clock(invariants.checkedAt)}${invariants.thoroughlyCheckedAt ? html`, every row ${clock(invariants.thoroughlyCheckedAt)}` : ''}.
        Bets are ${invariants.betting ? 'taken' : html`<b class="loss">stopped</b>`}.</p>
      ${invariants.broken.map(({name, cases}) => html`<p class="loss"><b>✗ ${name}</b></p><pre tabindex="0">${cases.join('\n')}</pre>`)}
    </section>`;
  }
}

/** What a change of would be worth a line in the log. */
function facts(report, {pool}) {
  const {database, invariants} = report.checks;
  return {
    Status: report.status,
    Leaks: pool.trackingStats.totalLeaks,
    'Taken back': pool.trackingStats.totalReclaimed,
    Waiting: pool.waiting,
    Discrepancy: pool.trackingDiscrepancy,
    Betting: invariants.betting ? 'taken' : 'stopped',
    'Broken invariants': invariants.broken.map(({name}) => name).join(', ') || 'none',
    Database: database.error ?? 'answers',
  };
}

function problemList(report, {pool, held}, unread) {
  const {database, invariants} = report.checks;
  const problems = [
    unread ? `The casino has not answered since ${TIME.format(new Date(unread))}; the numbers below are old.` : null,
    database.error ? `The database: ${database.error}.` : null,
    ...invariants.broken.map(({name}) => `Broken invariant: ${name}. Bets are stopped.`),
    pool.waiting ? `${pool.waiting} threads wait for a connection.` : null,
    ...held.filter(({state}) => state === 'overdue').map(({site, heldMillis}) => `${site} holds a connection for ${count(heldMillis)} ms.`),
    ...pool.topConnectionUsers.filter(({leaks}) => leaks).map(({site, leaks}) => `${site} leaked ${leaks === 1 ? 'a connection' : `${count(leaks)} connections`}.`),
    pool.trackingDiscrepancy ? `${pool.trackingDiscrepancy} connections are out past the tracker.` : null,
  ].filter(Boolean);
  return html`<section class="card problems" aria-labelledby="problems" ?data-bad=${problems.length > 0}>
    <h2 id="problems">${problems.length ? `${problems.length === 1 ? 'One problem' : `${problems.length} problems`}` : 'No problems'}</h2>
    <div role="status">${problems.length ? html`<ul>${problems.map((text) => html`<li>${text}</li>`)}</ul>` : html`<p><span class="gain">✓</span> Nothing leaks, nobody waits, all invariants hold.</p>`}</div>
  </section>`;
}

const incidentLine = ({at, what, site, heldMillis, thread, stack}) => html`<li>${clock(at)} <span class="mono">${site}</span>
  ${what}, held ${count(heldMillis)} ms by ${thread}. ${stackOf(stack)}</li>`;

const stackOf = (stack) => (stack.length ? html`<details><summary>Stack</summary><pre tabindex="0">${stack.join('\n')}</pre></details>` : nothing);

/** A counter of the Prometheus text over all its labels. */
function sum(metrics, name) {
  return metrics.split('\n').filter((line) => line.startsWith(name)).reduce((all, line) => all + Number(line.split(' ').at(-1)), 0);
}

customElements.define('ops-page', OpsPage);
