// The operators' page: what is wrong first, then every number that says how the casino is doing.

import {ops} from '/js/core/api.js';
import {count, html, money, nothing, percent, returned, svg} from '/js/core/view.js';
import {chart} from '/js/ops/chart.js';
import {DeskPage, desk} from '/js/ops/desk.js';

const EVERY_MILLIS = 1_000;
const SPANS = [{seconds: 60, name: '1 min'}, {seconds: 600, name: '10 min'}, {seconds: 3_600, name: '1 h'}];

// A borrow given up so long ago is no problem of now.
const RECENT_MILLIS = 60_000;

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
  {name: 'Connections in use', field: 'inUse'},
  {name: 'Threads waiting', field: 'waiting'},
  {name: 'Bets settled', unit: '/s', field: 'settled'},
  {name: 'Connections borrowed', unit: '/s', field: 'borrowed'},
  {name: 'Wait for a connection, p99', unit: ' ms', field: 'acquireP99Millis'},
];

const TIME = new Intl.DateTimeFormat('en-GB', {timeStyle: 'medium'});
const clock = (at) => html`<time datetime=${new Date(at).toISOString()}>${TIME.format(new Date(at))}</time>`;

class OpsPage extends DeskPage {
  static properties = {report: {state: true}, paused: {state: true}, seconds: {state: true}};

  constructor() {
    super();
    this.report = null;
    this.connections = null;
    this.games = {games: []};
    this.samples = [];
    this.changes = [];
    this.givenUp = [];
    this.paused = false;
    this.seconds = 60;
    this.order = {field: 'leaks', down: true};
    this.opened = null;
    this.unread = null;
  }

  /** Whoever has a session sees the numbers at once. */
  async load() {
    this.report = null;
    this.samples = [];
    clearTimeout(this.timer);
    if (desk.ofPlatform) {
      await this.#look();
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** Asks again only when the last answer is there, so a slow casino is not asked harder. */
  async #look() {
    if (!this.paused && document.visibilityState === 'visible') {
      try {
        const fresh = this.samples.length === 0;
        const {health, connections, games, changes, samples} = await ops('GET', `/overview?seconds=${fresh ? this.seconds : 5}`);
        this.unread = null;
        this.#sampled(samples.samples);
        this.games = games;
        this.#take(health, connections, changes);
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
      this.timer = setTimeout(() => this.#look(), EVERY_MILLIS);
    }
  }

  /** Adds what is new; what is counted becomes how often it happened since the sample before. */
  #sampled(samples) {
    for (const sample of samples) {
      const at = Date.parse(sample.at);
      const before = this.samples.at(-1);
      if (!before || at > before.at) {
        const rate = (field) => (before ? ((sample[field] - before.sample[field]) * 1_000) / (at - before.at) : null);
        const values = {...sample, settled: rate('settled'), borrowed: rate('borrowed')};
        this.samples = [...this.samples, {at, sample, values}];
      }
    }
    const oldest = Date.now() - this.seconds * 1_000;
    this.samples = this.samples.filter(({at}) => at > oldest);
  }

  #take(report, connections, changes) {
    const now = Date.now();
    this.givenUp = [...this.givenUp.filter(({at}) => at > now - RECENT_MILLIS), {at: now, timeouts: connections.acquire.timeouts}];
    this.connections = connections;
    this.changes = changes.changes;
    this.report = report;
  }

  /** Another time span: its samples are asked for anew. */
  #show(seconds) {
    this.seconds = seconds;
    this.samples = [];
    this.paused = false;
  }

  content() {
    const {report, connections} = this;
    if (!desk.ofPlatform) {
      return html`<p role="status">The live figures are for the platform's staff. Yours are the <a href="/ops-reports.html">reports</a>,
        the <a href="/ops-players.html">players</a> and the <a href="/ops-audit.html">audit trail</a>.</p>`;
    }
    if (!report) {
      return html`<p role="status">${this.unread ? 'The casino does not answer.' : 'Asking the casino how it is.'}</p>`;
    }
    return html`
      ${problemList(this.#problems())}
      ${this.#tiles()}
      <section class="card" aria-labelledby="charts">
        <h2 id="charts">Live</h2>
        <div class="filters">
          <fieldset class="spans"><legend class="hidden">Time shown</legend>
            ${SPANS.map(({seconds, name}) => html`<button type="button" aria-pressed=${this.seconds === seconds ? 'true' : 'false'}
              @click=${() => this.#show(seconds)}>${name}</button>`)}</fieldset>
          <button type="button" data-action="pause" aria-pressed=${this.paused ? 'true' : 'false'} @click=${() => (this.paused = !this.paused)}>${this.paused ? 'Go on' : 'Pause'}</button>
        </div>
        <div class="charts">${this.#charts()}</div>
      </section>
      <section class="card" aria-labelledby="sites">
        <h2 id="sites">Connections by call site</h2>
        ${this.#siteTable()}
        <p><a href="/api/ops/connections" download="connections.json">The same as JSON</a>, with every stack and thread</p>
      </section>
      ${gamesTable(this.games)}
      ${this.#invariants()}
      <section class="card" aria-labelledby="incidents">
        <h2 id="incidents">Incidents with connections</h2>
        ${connections.incidents.length ? html`<ol class="log">${connections.incidents.slice(0, 20).map(incidentLine)}</ol>` : html`<p class="dim">None since the start.</p>`}
      </section>
      <section class="card" aria-labelledby="changes">
        <h2 id="changes">What changed</h2>
        <ol class="log">${this.changes.map(({at, what, from, to, reason}) => html`<li>${clock(at)} <b>${what}</b>: ${from} → ${to}${reason ? html` <span class="dim">(${reason})</span>` : nothing}</li>`)}</ol>
      </section>`;
  }

  #problems() {
    const {report, connections, unread} = this;
    const {pool, held, acquire} = connections;
    const {database, invariants} = report.checks;
    const late = acquire.timeouts - this.givenUp[0].timeouts;
    return [
      unread ? `The casino has not answered since ${TIME.format(new Date(unread))}; the numbers below are old.` : null,
      database.error ? `${database.error}.` : null,
      ...invariants.broken.map(({name}) => `Broken invariant: ${name}. Bets are stopped.`),
      ...report.reasons.filter((reason) => reason.startsWith('the invariants ')).map((reason) => `${reason}.`),
      pool.waiting ? `${pool.waiting} threads wait for a connection.` : null,
      late ? `${count(late)} waited for a connection in vain, within the last minute.` : null,
      ...held.filter(({state}) => state === 'overdue').map(({site, heldMillis}) => `${site} holds a connection for ${count(heldMillis)} ms.`),
      ...pool.topConnectionUsers.filter(({leaks}) => leaks).map(({site, leaks}) => `${site} leaked ${leaks === 1 ? 'a connection' : `${count(leaks)} connections`}.`),
      pool.trackingDiscrepancy ? `${pool.trackingDiscrepancy} connections are out past the tracker.` : null,
      ...this.games.games.filter(({verdict}) => verdict === 'above' || verdict === 'below').map(returnWords),
    ].filter(Boolean);
  }

  #tiles() {
    const {pool, held, acquire} = this.connections;
    const {database} = this.report.checks;
    const overdue = held.filter(({state}) => state === 'overdue').length;
    const {games} = this.games;
    const sum = (field) => games.reduce((all, game) => all + game[field], 0);
    const tile = (name, value, bad = false) => html`<div ?data-bad=${bad}><dt>${name}</dt><dd>${value}</dd></div>`;
    return html`<dl class="tiles">
      ${tile('Status', this.report.status, this.report.status !== 'UP')}
      ${tile('Pool in use', `${pool.checkedOut} / ${pool.maxConnections}`, pool.checkedOut === pool.maxConnections)}
      ${tile('Waiting', count(pool.waiting), pool.waiting > 0)}
      ${tile('Open leaks', count(overdue), overdue > 0)}
      ${tile('Leaks found', count(pool.trackingStats.totalLeaks), pool.trackingStats.totalLeaks > 0)}
      ${tile('Wait, p99', millis(acquire.p99Millis))}
      ${tile('Bets / s', count(Math.round(this.samples.at(-1)?.values.settled ?? 0)))}
      ${tile('RTP, 24 h', returned({rounds: sum('rounds'), staked: sum('staked'), paid: sum('paid')}), games.some(({verdict}) => verdict === 'above' || verdict === 'below'))}
      ${tile('Database', millis(database.answeredInMicros / 1_000), Boolean(database.error))}
      ${tile('Discrepancy', count(pool.trackingDiscrepancy), pool.trackingDiscrepancy !== 0)}
    </dl>`;
  }

  #charts() {
    const {samples, seconds} = this;
    const now = samples.at(-1)?.at ?? Date.now();
    const limits = {inUse: this.connections.pool.maxConnections};
    return CHARTS.map((what) => chart({...what, limit: limits[what.field] ?? null}, {samples, now, seconds}));
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

function problemList(problems) {
  return html`<section class="card problems" aria-labelledby="problems" ?data-bad=${problems.length > 0}>
    <h2 id="problems">${problems.length ? `${problems.length === 1 ? 'One problem' : `${problems.length} problems`}` : 'No problems'}</h2>
    <div role="status">${problems.length ? html`<ul>${problems.map((text) => html`<li>${text}</li>`)}</ul>` : html`<p><span class="gain">✓</span> Nothing leaks, nobody waits, all invariants hold, the games return what they should.</p>`}</div>
  </section>`;
}

const millis = (amount) => `${amount >= 10 ? Math.round(amount) : amount.toFixed(1)} ms`;

const incidentLine = ({at, what, site, heldMillis, thread, stack}) => html`<li>${clock(at)} <span class="mono">${site}</span>
  ${what}, held ${count(heldMillis)} ms by ${thread}. ${stackOf(stack)}</li>`;

const stackOf = (stack) => (stack.length ? html`<details><summary>Stack</summary><pre tabindex="0">${stack.join('\n')}</pre></details>` : nothing);

// What each game should return and what it did, with the band of chance.

const SIGMAS = 3;

const VERDICTS = {within: '✓ within', above: '✗ above', below: '✗ below', early: 'too few rounds'};

const MOMENT = new Intl.DateTimeFormat('en-GB', {dateStyle: 'medium', timeStyle: 'short'});

/** "96.00 %", "85.64 to 98.94 %", "up to 99.67 %". */
function should({lowestRtp, highestRtp}) {
  if (highestRtp === undefined || highestRtp === null) {
    return 'being worked out';
  }
  if (lowestRtp === undefined || lowestRtp === null) {
    return `up to ${percent(highestRtp)}`;
  }
  return highestRtp - lowestRtp < 0.00005 ? percent(highestRtp) : `${(lowestRtp * 100).toFixed(2)} to ${percent(highestRtp)}`;
}

/** The problem in words. */
const returnWords = (game) =>
  `${game.name} returned ${percent(game.rtp)} of its stakes in 24 h: ${game.verdict} ${should(game)} by more than ${SIGMAS} σ, ${percent(SIGMAS * game.sigma)}.`;

/** A scale of the band with the return on it; the cells beside it say the same. */
function band({lowestRtp, highestRtp, rtp, sigma}) {
  if (!sigma || !highestRtp) {
    return '';
  }
  const low = (lowestRtp ?? highestRtp) - SIGMAS * sigma;
  const high = highestRtp + SIGMAS * sigma;
  const x = (value) => Math.min(118, Math.max(2, 30 + (60 * (value - low)) / (high - low))).toFixed(1);
  return html`<svg class="band" viewBox="0 0 120 16" aria-hidden="true">${svg`
    <rect x="30" y="3" width="60" height="10" rx="3"></rect><line x1="0" x2="120" y1="8" y2="8"></line>
    <circle cx=${x(rtp)} cy="8" r="4.500"></circle>`}</svg>`;
}

/** The table of all games. */
const gamesTable = ({games, since}) => html`<section class="card" aria-labelledby="returns">
  <h2 id="returns">Returns of the games</h2>
  <p class="dim">${since ? `Of the rounds this server settled since ${MOMENT.format(new Date(since))}.` : ''}
    One game in 370 is outside of its band by chance.</p>
  <div class="scroll" tabindex="0" role="region" aria-label="Games"><table>
    <thead><tr><th scope="col">Game</th><th scope="col" class="number">RTP, theory</th><th scope="col" class="number">RTP, actual</th>
      <th scope="col" class="number">± 3 σ</th><th scope="col">Band</th><th scope="col" class="number">Rounds</th>
      <th scope="col" class="number">Staked</th><th scope="col" class="number">Paid</th><th scope="col">Verdict</th></tr></thead>
    <tbody>${games.map((game) => html`<tr data-game=${game.game}>
      <th scope="row">${game.name}</th>
      <td class="number">${should(game)}</td>
      <td class="number ${game.verdict === 'early' ? 'dim' : ''}">${game.rtp == null ? '–' : percent(game.rtp)}</td>
      <td class="number">${game.sigma == null ? '–' : percent(SIGMAS * game.sigma)}</td>
      <td>${band(game)}</td>
      <td class="number">${count(game.rounds)}</td>
      <td class="number">${money(game.staked)}</td>
      <td class="number">${money(game.paid)}</td>
      <td class=${game.verdict === 'above' || game.verdict === 'below' ? 'loss' : game.verdict === 'early' ? 'dim' : ''}>${VERDICTS[game.verdict]}</td>
    </tr>`)}</tbody>
  </table></div>
</section>`;

customElements.define('ops-page', OpsPage);
