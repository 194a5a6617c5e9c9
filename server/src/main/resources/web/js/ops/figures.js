// What the live page says in numbers: tiles and tables of the casino's traffic, its operators, its games and its process.

import {count, currencyName, html, money, moneyWithCurrency, percent, plural, returned, svg} from '/js/core/view.js';

// Below it a disk may be full before an operator can act.
const LITTLE_DISK_BYTES = 2e9;

// Of a minute; beyond it the server does little else.
const MUCH_GARBAGE_MILLIS = 12_000;

// As many as the first look needs; a button shows the others.
const OPERATORS_SHOWN = 5;

const DASH = '–';

/** "3.4 ms", "120 ms"; a dash where nothing was measured. */
export const millis = (amount) =>
  amount == null ? DASH : `${amount >= 10 ? count(Math.round(amount)) : amount.toFixed(1)} ms`;

/** "0.4", "12.3", "1,234"; what is not 0 is not written as if it were. */
const rate = (perSecond) =>
  perSecond >= 100 ? count(Math.round(perSecond)) : perSecond > 0 && perSecond < 0.05 ? '< 0.1' : perSecond.toFixed(1);

/** As `percent`; a rate that is not 0 is not written as if it were. */
const share = (fraction) => (fraction > 0 && fraction < 0.00005 ? '< 0.01 %' : percent(fraction));

/** "840 kB", "212 MB", "1.1 GB": powers of 1,000. */
function bytes(amount) {
  if (amount == null) {
    return DASH;
  }
  const power = Math.min(4, Math.max(1, Math.floor(Math.log10(Math.max(1, amount)) / 3)));
  const value = amount / 1000 ** power;
  return `${value >= 10 ? Math.round(value) : value.toFixed(1)} ${['', 'kB', 'MB', 'GB', 'TB'][power]}`;
}

/** "45 s", "12 min", "3 h 5 min", "12 d 3 h". */
function duration(seconds) {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  return days
    ? `${days} d ${hours % 24} h`
    : hours
      ? `${hours} h ${minutes % 60} min`
      : minutes
        ? `${minutes} min`
        : `${seconds} s`;
}

const isEarly = ({verdict}) => verdict === 'early';

const isOut = ({verdict}) => verdict === 'above' || verdict === 'below';

/** What of these numbers is a problem, in sentences. */
export const problemsOf = ({traffic, jvm, storage, games}) => [
  traffic.all.serverErrorsPerSecond > 0
    ? `Error rate ${share(traffic.all.errorRate)}: ${count(Math.round(traffic.all.serverErrorsPerSecond * traffic.seconds))} requests of the last minute were answered with 5xx.`
    : null,
  jvm.collectionMillis > MUCH_GARBAGE_MILLIS
    ? `Garbage collection took ${count(jvm.collectionMillis)} ms of the last minute.`
    : null,
  storage.diskFreeBytes != null && storage.diskFreeBytes < LITTLE_DISK_BYTES
    ? `${bytes(storage.diskFreeBytes)} are left on the database's disk.`
    : null,
  ...games.games.filter(isOut).map(returnWords),
];

const tile = (name, value, bad = false) => html`<div ?data-bad=${bad}><dt>${name}</dt><dd>${value}</dd></div>`;

const tiles = (name, list) =>
  html`<section class="tile-group" aria-label=${name}><h2>${name}</h2><dl class="tiles">${list}</dl></section>`;

/** GGR of one currency, with its sign. */
const ggrOf = (ggr, currency) =>
  ggr == null ? DASH : `${ggr < 0 ? '−' : ''}${moneyWithCurrency(Math.abs(ggr), currency)}`;

/** Who plays, and what it brings: also for staff of one operator. */
export const activityTiles = ({playersOnline, currencies}) => [
  tile('Players online', count(playersOnline)),
  ...currencies.map(({currency, ggr}) =>
    tile(currencies.length > 1 ? `GGR today, ${currencyName(currency)}` : 'GGR today', ggrOf(ggr, currency), ggr < 0),
  ),
];

/** All tiles of the platform's page. */
export function allTiles({build, health, connections, games: {games}, traffic, activity, jvm, storage}, betsPerSecond) {
  const {pool, held, acquire} = connections;
  const {database} = health.checks;
  const {latency} = traffic.all;
  const overdue = held.filter(({state}) => state === 'overdue').length;
  const sum = (field) => games.reduce((all, game) => all + game[field], 0);
  return [
    tiles('Traffic', [
      tile('Requests/s', rate(latency.perSecond)),
      tile('Latency p50', millis(latency.p50Millis)),
      tile('Latency p95', millis(latency.p95Millis)),
      tile('Latency p99', millis(latency.p99Millis)),
      tile('Error rate (5xx)', share(traffic.all.errorRate), traffic.all.errorRate > 0),
      tile('Bets/s', rate(betsPerSecond)),
      ...activityTiles(activity),
      tile('RTP, 24 h', returned({rounds: sum('rounds'), staked: sum('staked'), paid: sum('paid')}), games.some(isOut)),
    ]),
    tiles('Database', [
      tile('Answer time', millis(database.answeredInMicros / 1_000), Boolean(database.error)),
      tile('Pool in use', `${pool.checkedOut} / ${pool.maxConnections}`, pool.checkedOut === pool.maxConnections),
      tile('Waiting for a connection', count(pool.waiting), pool.waiting > 0),
      tile('Connection wait p99, last 1–2 min', millis(acquire.p99Millis)),
      tile('Open leaks', count(overdue), overdue > 0),
      tile('Leaks found', count(pool.trackingStats.totalLeaks), pool.trackingStats.totalLeaks > 0),
      tile('Tracking discrepancy', count(pool.trackingDiscrepancy), pool.trackingDiscrepancy !== 0),
      tile('Size', bytes(storage.databaseBytes)),
      tile(
        'Disk left',
        bytes(storage.diskFreeBytes),
        storage.diskFreeBytes != null && storage.diskFreeBytes < LITTLE_DISK_BYTES,
      ),
    ]),
    tiles('Server', [
      tile('Uptime', duration(jvm.uptimeSeconds)),
      tile('Heap', `${bytes(jvm.heapUsedBytes)} / ${bytes(jvm.heapMaxBytes)}`),
      tile(
        'GC, last 1 min',
        `${plural(jvm.collections, 'pause')}, ${count(jvm.collectionMillis)} ms`,
        jvm.collectionMillis > MUCH_GARBAGE_MILLIS,
      ),
      tile(`CPU of ${jvm.processors} cores`, `${Math.round(jvm.cpuPercent)} %`),
      tile('Threads', count(jvm.threads)),
      tile('Version', html`${build.version} <small>${build.commit}</small>`),
    ]),
  ];
}

/** Requests by group of routes. */
export const trafficTable = ({groups, all, settlement}) => html`<section class="card" aria-labelledby="traffic">
  <h2 id="traffic">Requests, last 1 min</h2>
  <div class="scroll" tabindex="0" role="region" aria-label="Requests by group"><table>
    <thead><tr><th scope="col">Routes</th><th scope="col" class="number">Requests/s</th><th scope="col" class="number">Latency p50</th><th scope="col" class="number">p95</th>
      <th scope="col" class="number">p99</th><th scope="col" class="number">4xx/s</th><th scope="col" class="number">5xx/s</th><th scope="col" class="number">Error rate</th></tr></thead>
    <tbody>${[...groups, all].map(
      (group) => html`<tr data-group=${group.name}><th scope="row">${group.name}</th>
      <td class="number">${rate(group.latency.perSecond)}</td>${percentiles(group.latency)}
      <td class="number">${rate(group.clientErrorsPerSecond)}</td>
      <td class="number ${group.serverErrorsPerSecond > 0 ? 'loss' : ''}">${rate(group.serverErrorsPerSecond)}</td>
      <td class="number ${group.errorRate > 0 ? 'loss' : ''}">${share(group.errorRate)}</td></tr>`,
    )}</tbody></table></div>
  <p class="dim">Settlement of a bet, from its arrival to its commit: ${rate(settlement.perSecond)}/s,
    p50 ${millis(settlement.p50Millis)}, p95 ${millis(settlement.p95Millis)}, p99 ${millis(settlement.p99Millis)}.</p>
</section>`;

const percentiles = ({p50Millis, p95Millis, p99Millis}) =>
  [p50Millis, p95Millis, p99Millis].map((value) => html`<td class="number">${millis(value)}</td>`);

/** What each operator brings today; the first few, or all. */
export function operatorsTable({operators, operatorsLeftOut}, all, showAll) {
  const shown = all ? operators : operators.slice(0, OPERATORS_SHOWN);
  return html`<section class="card" aria-labelledby="operators">
    <h2 id="operators">Operators, today</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Operators today"><table>
      <thead><tr><th scope="col">Operator</th><th scope="col">Code</th><th scope="col" class="number">Players online</th><th scope="col" class="number">GGR today</th><th scope="col">Day</th><th scope="col">Accepts bets</th></tr></thead>
      <tbody>${shown.map(
        (one) => html`<tr data-operator=${one.operator}><th scope="row">${one.name}</th><td>${one.operator}</td>
        <td class="number">${count(one.playersOnline)}</td><td class="number ${one.ggr < 0 ? 'loss' : ''}">${ggrOf(one.ggr, one.currency)}</td>
        <td>${one.day}</td><td>${one.takesBets ? 'yes' : html`<span class="tag bad">no</span>`}</td></tr>`,
      )}</tbody></table></div>
    ${moreButton('all-operators', shown.length, operators.length, all, showAll)}
    ${operatorsLeftOut ? html`<p class="dim">${count(operatorsLeftOut)} more are in the <a href="/ops-reports.html">reports</a>.</p>` : ''}
  </section>`;
}

/** A button that shows all rows of a table, or the first few again; nothing where there are no more. */
export const moreButton = (action, shown, of, all, toggle) =>
  shown < of || all
    ? html`<p><button type="button" data-action=${action} aria-expanded=${all ? 'true' : 'false'} @click=${toggle}>${all ? 'Show fewer' : `Show all ${count(of)}`}</button></p>`
    : '';

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
  return highestRtp - lowestRtp < 0.00005
    ? percent(highestRtp)
    : `${(lowestRtp * 100).toFixed(2)} to ${percent(highestRtp)}`;
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
export const gamesTable = ({games, since}) => html`<section class="card" aria-labelledby="returns">
  <h2 id="returns">Game RTP</h2>
  <p class="dim">${since ? `Of the rounds this server settled since ${MOMENT.format(new Date(since))}.` : ''}
    The actual RTP is expected within ± 3 σ of the theoretical one; chance alone puts one in 370 outside.</p>
  <div class="scroll" tabindex="0" role="region" aria-label="Games"><table>
    <thead><tr><th scope="col">Game</th><th scope="col" class="number">Theoretical RTP</th><th scope="col" class="number">Actual RTP</th>
      <th scope="col" class="number">± 3 σ</th><th scope="col">Band</th><th scope="col" class="number">Rounds</th>
      <th scope="col" class="number">Stakes</th><th scope="col" class="number">Payouts</th><th scope="col">Verdict</th></tr></thead>
    <tbody>${games.map(
      (game) => html`<tr data-game=${game.game}>
      <th scope="row">${game.name}</th>
      <td class="number">${should(game)}</td>
      <td class="number ${isEarly(game) ? 'dim' : ''}">${isEarly(game) || game.rtp == null ? DASH : percent(game.rtp)}</td>
      <td class="number">${isEarly(game) || game.sigma == null ? DASH : percent(SIGMAS * game.sigma)}</td>
      <td>${isEarly(game) ? '' : band(game)}</td>
      <td class="number">${count(game.rounds)}</td>
      <td class="number">${money(game.staked)}</td>
      <td class="number">${money(game.paid)}</td>
      <td class=${isOut(game) ? 'loss' : isEarly(game) ? 'dim' : ''}>${VERDICTS[game.verdict]}</td>
    </tr>`,
    )}</tbody>
  </table></div>
</section>`;
