// The operators' page: what is wrong first, then every number that says how the casino is doing.

import {ops} from '/js/core/api.js';
import {count, html, nothing} from '/js/core/view.js';
import {DeskPage, desk} from '/js/ops/desk.js';
import {
  activityTiles,
  allTiles,
  gamesTable,
  moreButton,
  operatorsTable,
  problemsOf,
  trafficTable,
} from '/js/ops/figures.js';

const EVERY_MILLIS = 1_000;

// What an operator's own staff see changes every five seconds.
const ACTIVITY_EVERY_MILLIS = 5_000;

const SPANS = [
  {seconds: 60, name: '1 min'},
  {seconds: 600, name: '10 min'},
  {seconds: 3_600, name: '1 h'},
];

// A borrow given up so long ago is no problem of now.
const RECENT_MILLIS = 60_000;

// The call sites that hold connections most; those with a problem are always shown.
const SITES_SHOWN = 5;

const COLUMNS = [
  {field: 'acquired', name: 'Acquired'},
  {field: 'released', name: 'Released'},
  {field: 'active', name: 'Active'},
  {field: 'leaks', name: 'Leaked'},
  {field: 'reclaimed', name: 'Reclaimed'},
  {field: 'avgMillis', name: 'Held avg ms'},
  {field: 'p99Millis', name: 'Held p99 ms'},
  {field: 'maxMillis', name: 'Held max ms'},
  {field: 'oldestActiveMillis', name: 'Oldest ms'},
];

const CHARTS = [
  {
    name: 'Requests and bets',
    unit: '/s',
    lines: [
      {field: 'requests', name: 'Requests'},
      {field: 'settled', name: 'Bets'},
    ],
  },
  {
    name: 'Latency',
    unit: ' ms',
    lines: [
      {field: 'latencyP50Millis', name: 'p50'},
      {field: 'latencyP95Millis', name: 'p95'},
      {field: 'latencyP99Millis', name: 'p99'},
    ],
  },
  {
    name: 'Connections',
    lines: [
      {field: 'inUse', name: 'In use'},
      {field: 'waiting', name: 'Waiting'},
    ],
    limited: true,
  },
  {name: 'Connection wait, p99', unit: ' ms', lines: [{field: 'acquireP99Millis', name: 'p99'}]},
];

// Counted since the start in the samples; charts show how often it happens.
const RATES = ['requests', 'settled', 'borrowed'];

const TIME = new Intl.DateTimeFormat('en-GB', {timeStyle: 'medium'});
const clock = (at) => html`<time datetime=${new Date(at).toISOString()}>${TIME.format(new Date(at))}</time>`;

class OpsPage extends DeskPage {
  static properties = {report: {state: true}, paused: {state: true}, seconds: {state: true}};

  constructor() {
    super();
    this.report = null;
    this.samples = [];
    this.givenUp = [];
    this.paused = false;
    this.seconds = 60;
    this.order = {field: 'held', down: true};
    this.opened = null;
    this.allSites = false;
    this.allOperators = false;
    this.unread = null;
  }

  /** With a session the numbers are shown at once. */
  async load() {
    this.report = null;
    this.samples = [];
    clearTimeout(this.timer);
    if (desk.ofPlatform) {
      this.chart ??= (await import('/js/ops/chart.js')).chart; // only its staff see charts
    }
    await this.#look();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** Asks again only when the last answer is there, so a slow casino is not asked harder. */
  async #look() {
    if (!this.paused && document.visibilityState === 'visible') {
      try {
        this.#take(await (desk.ofPlatform ? this.#overview() : ops('GET', '/activity')));
        this.unread = null;
      } catch (problem) {
        if (problem.status === 401 || problem.status === 403) {
          desk.look();
          return;
        }
        this.unread ??= Date.now();
        this.requestUpdate();
      }
    }
    if (this.open && this.isConnected) {
      this.timer = setTimeout(() => this.#look(), desk.ofPlatform ? EVERY_MILLIS : ACTIVITY_EVERY_MILLIS);
    }
  }

  async #overview() {
    const fresh = this.samples.length === 0;
    const report = await ops('GET', `/overview?seconds=${fresh ? this.seconds : 5}`);
    this.#sampled(report.samples.samples);
    return report;
  }

  /** Adds what is new; what is counted becomes how often it happened since the sample before. */
  #sampled(samples) {
    for (const sample of samples) {
      const at = Date.parse(sample.at);
      const before = this.samples.at(-1);
      if (!before || at > before.at) {
        const rate = (field) => (before ? ((sample[field] - before.sample[field]) * 1_000) / (at - before.at) : null);
        const values = {...sample, ...Object.fromEntries(RATES.map((field) => [field, rate(field)]))};
        this.samples = [...this.samples, {at, sample, values}];
      }
    }
    const oldest = Date.now() - this.seconds * 1_000;
    this.samples = this.samples.filter(({at}) => at > oldest);
  }

  #take(report) {
    if (report.connections) {
      const now = Date.now();
      this.givenUp = [
        ...this.givenUp.filter(({at}) => at > now - RECENT_MILLIS),
        {at: now, timeouts: report.connections.acquire.timeouts},
      ];
    }
    this.report = report;
  }

  /** Another time span: its samples are asked for anew. */
  #show(seconds) {
    this.seconds = seconds;
    this.samples = [];
    this.paused = false;
  }

  content() {
    if (!this.report) {
      return html`<p role="status">${this.unread ? 'The casino does not answer.' : 'Reading the live figures.'}</p>`;
    }
    return desk.ofPlatform ? this.#platform() : this.#ownActivity();
  }

  /** What the staff of one operator see: their players and their revenue. */
  #ownActivity() {
    const {status, betting, operators} = this.report;
    const problems = [
      this.#unreadWords(),
      status === 'DOWN' ? 'The casino is down; the platform\u2019s staff see why.' : null,
      betting ? null : 'No bets are accepted; the platform\u2019s staff see why.',
      ...operators.filter(({takesBets}) => !takesBets).map(({name}) => `${name} accepts no bets; see Operators.`),
    ].filter(Boolean);
    return html`
      ${problemList(status, problems, 'Bets are accepted.')}
      <section class="tile-group" aria-label="Activity"><dl class="tiles">${activityTiles(this.report)}</dl></section>
      ${operatorsTable(this.report, false, nothing)}
      <p class="dim">Players online used this server in the last five minutes; GGR is of all servers. More: <a href="/ops-reports.html">reports</a>,
        <a href="/ops-players.html">players</a>, <a href="/ops-audit.html">audit trail</a>.</p>`;
  }

  #platform() {
    const {health, connections, changes, games, traffic, activity} = this.report;
    return html`
      ${problemList(health.status, this.#problems(), wellWords(games))}
      ${allTiles(this.report, this.samples.at(-1)?.values.settled ?? 0)}
      <section class="card" aria-labelledby="charts">
        <div class="filters">
          <h2 id="charts">Live</h2>
          <fieldset class="spans"><legend class="hidden">Time shown</legend>
            ${SPANS.map(
              ({
                seconds,
                name,
              }) => html`<button type="button" aria-pressed=${this.seconds === seconds ? 'true' : 'false'}
              @click=${() => this.#show(seconds)}>${name}</button>`,
            )}</fieldset>
          <button type="button" data-action="pause" aria-pressed=${this.paused ? 'true' : 'false'} @click=${() => (this.paused = !this.paused)}>${this.paused ? 'Resume' : 'Pause'}</button>
        </div>
        <div class="charts">${this.#charts()}</div>
      </section>
      ${gamesTable(games)}
      ${this.#invariants()}
      ${trafficTable(traffic)}
      ${operatorsTable(activity, this.allOperators, () => ((this.allOperators = !this.allOperators), this.requestUpdate()))}
      <section class="card" aria-labelledby="sites">
        <h2 id="sites">Connections by call site</h2>
        ${this.#siteTable()}
        <p><a href="/api/ops/connections" download="connections.json">The same as JSON</a>, with every stack and thread</p>
      </section>
      <section class="card" aria-labelledby="incidents">
        <h2 id="incidents">Incidents with connections</h2>
        ${connections.incidents.length ? html`<ol class="log">${connections.incidents.slice(0, 20).map(incidentLine)}</ol>` : html`<p class="dim">None since the start.</p>`}
      </section>
      <section class="card" aria-labelledby="changes">
        <h2 id="changes">What changed</h2>
        <ol class="log">${changes.changes.map(({at, what, from, to, reason}) => html`<li>${clock(at)} <b>${what}</b>: ${from} → ${to}${reason ? html` <span class="dim">(${reason})</span>` : nothing}</li>`)}</ol>
      </section>`;
  }

  #unreadWords() {
    return this.unread
      ? `The casino has not answered since ${TIME.format(new Date(this.unread))}; the numbers below are old.`
      : null;
  }

  #problems() {
    const {health, connections} = this.report;
    const {pool, held, acquire} = connections;
    const {database, invariants} = health.checks;
    const late = acquire.timeouts - this.givenUp[0].timeouts;
    const ofPool = [
      pool.waiting ? `${pool.waiting} threads wait for a connection.` : null,
      late ? `${count(late)} requests got no connection within the last minute.` : null,
      ...held
        .filter(({state}) => state === 'overdue')
        .map(({site, heldMillis}) => `${site} holds a connection for ${count(heldMillis)} ms.`),
      ...pool.topConnectionUsers
        .filter(({leaks}) => leaks)
        .map(({site, leaks}) => `${site} leaked ${leaks === 1 ? 'a connection' : `${count(leaks)} connections`}.`),
      pool.trackingDiscrepancy ? `${pool.trackingDiscrepancy} connections are in use but not tracked.` : null,
    ].filter(Boolean);
    return [
      this.#unreadWords(),
      database.error ? `${database.error}.` : null,
      ...invariants.broken.map(({name}) => `Broken invariant: ${name}. Bets are stopped.`),
      ...health.reasons.filter((reason) => reason.startsWith('the invariants ')).map((reason) => `${reason}.`),
      ...ofPool,
      // the sentences above say more of the same
      pool.reason && !ofPool.length ? `${pool.reason}.` : null,
      ...problemsOf(this.report),
    ].filter(Boolean);
  }

  #charts() {
    const {samples, seconds} = this;
    const now = samples.at(-1)?.at ?? Date.now();
    const {maxConnections} = this.report.connections.pool;
    return CHARTS.map((what) =>
      this.chart({...what, limit: what.limited ? maxConnections : null}, {samples, now, seconds}),
    );
  }

  /** Whether the site leaked, or keeps a connection beyond its time. */
  #isProblem({site, leaks}) {
    return leaks > 0 || this.report.connections.held.some((one) => one.site === site && one.state === 'overdue');
  }

  #siteTable() {
    const {field, down} = this.order;
    const value = (site) => (field === 'held' ? site.acquired * site.avgMillis : site[field]);
    const sites = this.report.connections.pool.topConnectionUsers.toSorted(
      (one, other) =>
        (down ? -1 : 1) * (field === 'site' ? one.site.localeCompare(other.site) : value(one) - value(other)) ||
        other.acquired - one.acquired,
    );
    const most = sites.slice(0, SITES_SHOWN);
    const shown = this.allSites ? sites : sites.filter((site) => most.includes(site) || this.#isProblem(site));
    const head = (
      name,
      of,
      number = true,
    ) => html`<th scope="col" class=${number ? 'number' : ''} aria-sort=${field === of ? (down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" class="sort" @click=${() => ((this.order = {field: of, down: field === of ? !down : of !== 'site'}), this.requestUpdate())}>${name}${field === of ? (down ? ' ↓' : ' ↑') : ''}</button></th>`;
    return html`${this.allSites ? nothing : html`<p class="dim">Those with a problem, and the ${SITES_SHOWN} ${field === 'held' ? 'that hold connections longest in all' : 'first by the column chosen'}.</p>`}
      <div class="scroll" tabindex="0" role="region" aria-label="Call sites"><table class="sites">
        <thead><tr>${head('Call site', 'site', false)}${COLUMNS.map((column) => head(column.name, column.field))}</tr></thead>
        <tbody>${shown.map((site) => this.#siteRow(site))}</tbody>
      </table></div>
      ${moreButton('all-sites', shown.length, sites.length, this.allSites, () => ((this.allSites = !this.allSites), this.requestUpdate()))}`;
  }

  #siteRow(site) {
    const open = this.opened === site.site;
    const held = this.report.connections.held.filter((one) => one.site === site.site);
    return html`<tr data-site=${site.site}>
        <th scope="row" class="mono"><button type="button" class="sort" aria-expanded=${open ? 'true' : 'false'}
          @click=${() => ((this.opened = open ? null : site.site), this.requestUpdate())}>${site.site}</button></th>
        ${COLUMNS.map(
          ({field}) =>
            html`<td class="number ${field === 'leaks' && site.leaks ? 'loss' : ''}" data-column=${field}>${
              field.endsWith('Millis') ? Number(site[field]).toFixed(1) : count(site[field])
            }</td>`,
        )}
      </tr>
      ${
        open
          ? html`<tr><td colspan=${COLUMNS.length + 1}>
        ${
          held.length
            ? html`<ul class="log">${held.map(
                (
                  one,
                ) => html`<li>Held for ${count(one.heldMillis)} ms of at most ${count(one.holdMillis)}, ${one.state}, by ${one.thread}.
          ${stackOf(one.stack)}</li>`,
              )}</ul>`
            : html`<p class="dim">None of its connections is in use now.</p>`
        }
      </td></tr>`
          : nothing
      }`;
  }

  #invariants() {
    const {invariants} = this.report.health.checks;
    return html`<section class="card" aria-labelledby="invariants">
      <h2 id="invariants">Invariants of the ledger</h2>
      <p>${invariants.broken.length ? nothing : html`<b class="gain">✓ All hold.</b>`}
        Checked ${clock(invariants.checkedAt)}${invariants.thoroughlyCheckedAt ? html`, every row ${clock(invariants.thoroughlyCheckedAt)}` : ''}.
        Bets are ${invariants.betting ? 'accepted' : html`<b class="loss">stopped</b>`}.</p>
      ${invariants.broken.map(({name, cases}) => html`<p class="loss"><b>✗ ${name}</b></p><pre tabindex="0">${cases.join('\n')}</pre>`)}
    </section>`;
  }
}

/** What is well, and of the games only what enough rounds say. */
const wellWords = ({games}) => {
  const known = games.filter(({verdict}) => verdict !== 'early').length;
  const returns =
    known === 0
      ? 'too few rounds to judge the games\u2019 RTP'
      : known < games.length
        ? 'the RTP of the games with enough rounds is as expected'
        : 'the RTP of all games is as expected';
  return `No leaks, no waiting requests, all invariants hold, ${returns}.`;
};

function problemList(status, problems, well) {
  const number =
    problems.length === 0 ? 'no problems' : problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  const isBad = problems.length > 0 && status !== 'UP';
  return html`<section class="card problems" aria-labelledby="problems" ?data-bad=${isBad} ?data-warned=${problems.length > 0 && !isBad}>
    <h2 id="problems">${status}: ${number}</h2>
    <div role="status">${problems.length ? html`<ul>${problems.map((text) => html`<li>${text}</li>`)}</ul>` : html`<p><span class="gain">✓</span> ${well}</p>`}</div>
  </section>`;
}

const incidentLine = ({
  at,
  what,
  site,
  heldMillis,
  thread,
  stack,
}) => html`<li>${clock(at)} <span class="mono">${site}</span>
  ${what}, held ${count(heldMillis)} ms by ${thread}. ${stackOf(stack)}</li>`;

const stackOf = (stack) =>
  stack.length ? html`<details><summary>Stack</summary><pre tabindex="0">${stack.join('\n')}</pre></details>` : nothing;

customElements.define('ops-page', OpsPage);
