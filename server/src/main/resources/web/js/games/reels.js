// Reels, their spin, the lines drawn over them, and the table of what they pay. Plays no money: it
// shows a grid.

import {player, wait} from '/js/core/api.js';
import {
  View,
  count,
  currencyName,
  drawing,
  html,
  money,
  nothing,
  percent,
  plural,
  readMoney,
  sound,
  stillness,
  svg,
  written,
} from '/js/core/view.js';

// Until there is a grid.
const REELS = 5;
const ROWS = 3;
// What passes by while spinning: enough that the eye finds no pattern, few enough to paint at once.
const PASSING = 12;

/** Ids of our drawings; a machine file may name others, which are then written out. */
const DRAWN = new Set([
  'lighthouse',
  'compass',
  'anchor',
  'whale',
  'sailboat',
  'lantern',
  'rope',
  'shell',
  'crab',
  'starfish',
  'diamond',
  'cherry',
  'banana',
  'orange',
  'grape',
  'strawberry',
  'apple',
  'kiwi',
  'peach',
]);

/** The machine's name for a symbol. */
export const symbolName = (id, machine) => machine?.symbols.find((symbol) => symbol.id === id)?.name ?? id;

export const symbolPicture = (id, machine) =>
  DRAWN.has(id) ? drawing(`sym-${id}`, 'symbol') : html`<span class="symbol word">${symbolName(id, machine)}</span>`;

/** The symbols that stand in for others, each with its multiplier and when it takes its reel. */
export const wildsOf = ({wild, wilds}) =>
  (wilds ?? (wild ? [wild] : [])).map((one) => ({
    multiplier: 1,
    expands: 'never',
    ...(typeof one === 'string' ? {symbol: one} : one),
  }));

/** Bets in a stake: one a line, or the machine's own number where ways pay. */
export const betsOf = (machine) => machine.units ?? machine.lines.length;

/** "Line 3", "Line 3 from the right", "12 ways", "Cluster" or "Anywhere". */
export const runWords = ({line, from, ways, cells}) => {
  if (line >= 0) {
    return `Line ${line + 1}${from ? ' from the right' : ''}`;
  }
  return ways ? plural(ways, 'way') : cells ? 'Cluster' : 'Anywhere';
};

/** The rows of a payline, reel by reel, from `[1,1,1,1,1]` or `"11111"`. */
export const lineRows = (line) => Array.from(line, Number);

/** Reads the grid aloud, row by row. */
export const gridWords = (grid, machine) =>
  grid.map((row) => row.map((id) => symbolName(id, machine)).join(', ')).join('; ');

const isOtherScatter = (machine, id) => (machine.otherScatters ?? []).some(({symbol}) => symbol === id);

class SlotReels extends View {
  static properties = {
    machine: {attribute: false},
    grid: {attribute: false},
    wins: {attribute: false},
    marked: {attribute: false},
    scatter: {attribute: false},
  };

  constructor() {
    super();
    this.machine = null;
    this.grid = null;
    this.wins = [];
    this.marked = null;
    this.scatter = null;
    this.turning = [];
  }

  get #columns() {
    return this.grid?.[0].length ?? REELS;
  }

  get #rows() {
    return this.grid?.length ?? ROWS;
  }

  updated() {
    this.style.setProperty('--reels', this.#columns);
    this.style.setProperty('--rows', this.#rows);
  }

  /** Sets all reels in motion until `land`. */
  spin() {
    this.wins = [];
    this.scatter = null;
    this.marked = null;
    sound('spin');
    if (stillness()) {
      return;
    }
    this.turning = [...this.querySelectorAll('.strip')].map((strip, reel) => {
      strip.parentElement.dataset.spinning = '';
      const travel = `${(-100 * PASSING) / (PASSING + this.#rows)}%`;
      return strip.animate([{transform: `translateY(${travel})`}, {transform: 'translateY(0)'}], {
        duration: 520 + 30 * reel,
        iterations: Infinity,
      });
    });
  }

  /** Stops the reels on the grid, left to right; resolves when the last one rests. */
  async land(grid, {signal, between = 260} = {}) {
    const spinning = this.turning;
    for (let reel = 0; reel < spinning.length; reel++) {
      await wait(reel === 0 ? between : between * 0.8, signal);
      this.#stop(reel, grid);
    }
    await wait(spinning.length ? 320 : 0, signal);
    this.turning = [];
    this.grid = grid;
    await this.updateComplete;
  }

  #stop(reel, grid) {
    sound('stop');
    this.turning[reel].cancel();
    const element = this.querySelectorAll('.reel')[reel];
    this.grid = this.grid.map((row, index) => row.map((id, column) => (column === reel ? grid[index][column] : id)));
    const landing = element
      .querySelector('.strip')
      .animate(
        [{transform: 'translateY(-14%)'}, {transform: 'translateY(1.6%)', offset: 0.7}, {transform: 'translateY(0)'}],
        {duration: 300, easing: 'ease-out'},
      );
    // What passes stays in sight until the reel rests.
    landing.onfinish = () => delete element.dataset.spinning;
  }

  #passing(reel) {
    return (this.machine?.strips[reel] ?? []).slice(0, PASSING);
  }

  render() {
    if (!this.grid) {
      return html`<div class="reels" aria-hidden="true">${Array.from({length: REELS}, () => html`<div class="reel"></div>`)}</div>`;
    }
    const lit = this.#winningCells();
    return html`<div class="reels" role="img" aria-label=${`Reels, row by row: ${gridWords(this.grid, this.machine)}`}>
      ${Array.from(
        {length: this.#columns},
        (_, reel) => html`<div class="reel"><div class="strip">
        ${Array.from(
          {length: this.#rows},
          (_, row) => html`<div class="cell" data-win=${lit.size ? lit.has(row * this.#columns + reel) : nothing}>
          ${symbolPicture(this.grid[row][reel], this.machine)}
        </div>`,
        )}
        ${this.#passing(reel).map((id) => html`<div class="cell passing">${symbolPicture(id, this.machine)}</div>`)}
      </div></div>`,
      )}
      <svg class="lines" viewBox=${`0 0 ${this.#columns * 10} ${this.#rows * 10}`} aria-hidden="true">
        ${this.#shownWins()
          .filter(({line}) => line >= 0)
          .map((win) => this.#path(win))}
      </svg>
    </div>`;
  }

  #shownWins() {
    return this.marked === null ? this.wins : this.wins.filter((win) => win.line === this.marked);
  }

  #path(win) {
    const {line} = win;
    const rows = lineRows(this.machine.lines[line]);
    const points = rows.map((row, reel) => `${reel * 10 + 5},${row * 10 + 5}`).join(' ');
    return svg`<polyline class="line l${this.wins.indexOf(win) % 6}" points=${`0,${rows[0] * 10 + 5} ${points} ${rows.length * 10},${rows.at(-1) * 10 + 5}`}></polyline>`;
  }

  #winningCells() {
    const lit = new Set();
    const reels = this.#columns;
    const wild = new Set(wildsOf(this.machine).map(({symbol}) => symbol));
    for (const {line, symbol, count: symbols, from, ways, cells} of this.#shownWins()) {
      const covered = (reel) => (from === 'right' ? reel >= reels - symbols : reel < symbols);
      if (line >= 0) {
        lineRows(this.machine.lines[line]).forEach((row, reel) => covered(reel) && lit.add(row * reels + reel));
      } else if (cells) {
        cells.forEach((cell) => lit.add(cell));
      } else {
        const helped = ways || (this.machine.wins === 'anywhere' && !isOtherScatter(this.machine, symbol));
        this.grid.flat().forEach((id, cell) => {
          if ((!ways || covered(cell % reels)) && (id === symbol || (helped && wild.has(id)))) {
            lit.add(cell);
          }
        });
      }
    }
    if (this.scatter && this.marked === null) {
      const {symbol} = this.machine.scatter;
      this.grid.flat().forEach((id, cell) => id === symbol && lit.add(cell));
    }
    return lit;
  }
}

// A spin takes at least this long, also with reduced motion.
const CYCLE_MILLIS = 2_500;

// With quick spin the reels land as soon as the result is here.
const QUICK_CYCLE_MILLIS = 600;

const AUTOPLAY_SPINS = [10, 25, 50, 100];

/** Wagers that autoplay loses at most, until the player says otherwise. */
const USUAL_LOSS = 10;

/** Several spins in a row, and quick ones: offered where the jurisdiction allows it. Its host draws `choice`. */
export class Autoplay {
  constructor(host) {
    this.host = host;
    this.allowed = false;
    this.quick = false;
    this.left = 0;
    this.spins = AUTOPLAY_SPINS[0];
    this.lossText = null;
    this.winText = '';
    this.note = '';
  }

  get cycleMillis() {
    return this.quick ? QUICK_CYCLE_MILLIS : CYCLE_MILLIS;
  }

  /** Spins on until the spins are played, a limit is reached, the player stops, or `spin` resolves with false. */
  async play(stake, spin) {
    const {loss, win} = this.#limits(stake);
    const before = player.balance;
    this.note = '';
    this.left = this.spins;
    while (this.left > 0) {
      this.left -= 1;
      if (!(await spin())) {
        this.left = 0;
      } else if (this.left && before - player.balance + stake > loss.value) {
        this.#end(`Autoplay stopped: the next spin could exceed your loss limit of ${money(loss.value)}.`);
      } else if (this.left && win.value && this.host.round?.payout >= win.value) {
        this.#end(`Autoplay stopped on a win of ${money(this.host.round.payout)}.`);
      }
      this.host.requestUpdate();
    }
  }

  #end(note) {
    this.left = 0;
    this.note = note;
  }

  stop() {
    this.left = 0;
    this.host.requestUpdate();
  }

  /** What the action button says meanwhile. */
  get label() {
    return `Stop autoplay, ${plural(this.left, 'spin')} left`;
  }

  /** The loss limit as written; until the player writes one, the usual one for the stake. */
  #lossText(stake) {
    return this.lossText ?? written(USUAL_LOSS * (stake ?? 0));
  }

  #limits(stake) {
    const loss = readMoney(this.#lossText(stake));
    return {
      loss:
        loss.value !== null && loss.value < (stake ?? 0)
          ? {...loss, problem: `Must be at least the wager, ${money(stake)}.`}
          : loss,
      win: this.winText.trim() ? readMoney(this.winText) : {value: null},
    };
  }

  choice(busy, stake, begin) {
    if (!this.allowed) {
      return nothing;
    }
    const {loss, win} = this.#limits(stake);
    const isFaulty = Boolean(loss.problem || win.problem);
    const field = (id, label, text, {problem}, typed) => html`<label for="autoplay-${id}">${label}</label>
      <input id="autoplay-${id}" inputmode="decimal" autocomplete="off" .value=${text} aria-invalid=${problem ? 'true' : 'false'} aria-describedby="autoplay-${id}-fault" @input=${({target}) => (typed(target.value), this.host.requestUpdate())} />
      <p class="error" id="autoplay-${id}-fault">${problem ?? ''}</p>`;
    return html`<details class="autoplay" @toggle=${({target}) => target.open && target.scrollIntoView({block: 'nearest'})}><summary>Autoplay</summary>
        <div class="field">
          <div class="row" role="group" aria-label="Spins">${AUTOPLAY_SPINS.map((spins) => html`<button type="button" data-autoplay=${spins} aria-pressed=${spins === this.spins ? 'true' : 'false'} @click=${() => ((this.spins = spins), this.host.requestUpdate())}>${spins}<span class="hidden"> spins</span></button>`)}</div>
          ${field('loss', `Loss limit, ${currencyName()}`, this.#lossText(stake), loss, (text) => (this.lossText = text))}
          ${field('win', `Stop on a win of, ${currencyName()} (optional)`, this.winText, win, (text) => (this.winText = text))}
          <button type="button" data-action="autoplay" ?disabled=${busy || isFaulty || this.left > 0} @click=${begin}>Start ${plural(this.spins, 'spin')}</button>
        </div>
      </details>
      <label class="check"><input type="checkbox" data-action="quick" .checked=${this.quick} @change=${({target}) => (this.quick = target.checked)} />Quick spin</label>`;
  }
}

/** Whether a round is worth more than a word: it paid more than it cost. */
export const celebrated = (round) => Boolean(round && round.payout > round.stake);

/** Counts up to such a win, longer for a larger one; at once when skipped, or where motion is not wanted. */
export async function countUp({stake, payout}, signal, show) {
  const millis = stillness() ? 0 : Math.min(2_500, 700 + 300 * Math.log2(payout / stake));
  const start = performance.now();
  for (let gone = 0; gone < millis && !signal.aborted; gone = performance.now() - start) {
    show(Math.floor((payout * gone) / millis));
    await new Promise((drawn) => requestAnimationFrame(drawn));
  }
  show(payout);
}

/** The winning lines as buttons; each shows its line alone. `more` is what else won. */
export const winList = ({wins, machine, marked, mark, more = nothing}) => html`<ul class="wins">
  ${wins.map(
    (
      win,
      order,
    ) => html`<li><button type="button" aria-pressed=${marked === win.line ? 'true' : 'false'} @click=${() => mark(win.line)}>
    <i class="swatch l${order % 6}"></i>${runWords(win)}: ${winWords(win, machine)}</button></li>`,
  )}
  ${more}
</ul>`;

/** "3 × Apple pays 0.85"; five different symbols in a row are one of each. */
export const winWords = ({symbol, count: many, payout}, machine) =>
  `${symbol === 'royal' ? '' : `${many} × `}${symbolName(symbol, machine)} pays ${money(payout)}`;

/** Something to look at before the first spin: the tops of the reels. */
export const restingGrid = (machine) =>
  Array.from({length: machine.rows ?? ROWS}, (_, row) => machine.strips.map((strip) => strip[row]));

/** The fruit machine of the casino as the reels want it; `strips` is only what passes by: cells are drawn one by one. */
export function fruitMachine({lines, symbols, royal}) {
  const ids = symbols.map(({symbol}) => symbol);
  return {
    name: 'Fruit slots',
    lines,
    royal,
    symbols: [
      ...symbols.map(({symbol, weight, pays: [three, four, five]}) => ({
        id: symbol,
        name: symbol[0].toUpperCase() + symbol.slice(1),
        weight,
        pays: {3: three, 4: four, 5: five},
      })),
      {id: 'royal', name: 'Five in a row', weight: 0, pays: {}},
    ],
    strips: Array.from({length: REELS}, (_, reel) => [...ids.slice(reel * 2), ...ids.slice(0, reel * 2), ...ids]),
  };
}

/** A spin: its grid with its wins, and every grid that fell after it. Scatters are those of the last. */
export function spinPicture({grid, wins, cascades = [], scatter, freeSpinsAwarded}, machine) {
  const last = cascades.length === 0;
  return html`${gridPicture({grid, wins, scatter: last ? scatter : null, freeSpinsAwarded: last && freeSpinsAwarded}, machine)}
    ${cascades.map((one, index) => {
      const isLast = index === cascades.length - 1;
      return html`<p class="dim">${`Cascade ${index + 1}${one.wins.length && one.multiplier > 1 ? `, wins × ${one.multiplier}` : ''}`}</p>
      ${gridPicture({...one, scatter: isLast ? scatter : null, freeSpinsAwarded: isLast && freeSpinsAwarded}, machine)}`;
    })}`;
}

/** One grid with its lines and what they pay. */
const gridPicture = ({grid, wins, scatter, freeSpinsAwarded}, machine) => html`
  <slot-reels class="still" .machine=${machine} .grid=${grid} .wins=${wins} .scatter=${scatter ?? null}></slot-reels>
  <ul class="wins">
    ${wins.map((win, order) => html`<li><i class="swatch l${order % 6}"></i>${runWords(win)}: ${winWords(win, machine)}</li>`)}
    ${scatter && (scatter.payout || freeSpinsAwarded) ? html`<li>${plural(scatter.count, 'scatter')}${scatter.payout ? ` pay ${money(scatter.payout)}` : ''}${freeSpinsAwarded ? `, ${plural(freeSpinsAwarded, 'free spin')}` : ''}</li>` : nothing}
    ${wins.length || scatter?.payout ? nothing : html`<li class="dim">No win.</li>`}
  </ul>`;

/** What every symbol pays for a stake, the machine's own `rules`, its lines and its mathematics. */
export function paytable({machine, sheet, stake, rules}) {
  const perLine = stake / betsOf(machine);
  const rows = machine.symbols.filter(({pays}) => Object.keys(pays ?? {}).length > 0);
  const counts = [...new Set(rows.flatMap(({pays}) => Object.keys(pays).map(Number)))].sort((a, b) => b - a);
  const counted = {
    anywhere: 'Wins count anywhere, by the number of cells, from so many on',
    clusters: 'Wins are groups of cells beside or above each other, by their number, from so many on',
    ways: 'Wins count from the left reel, on all combinations of cells',
  };
  const how =
    counted[machine.wins] ?? 'Wins count from the left reel, the best one per line, and pay by the bet per line';
  return html`<section class="paytable" aria-labelledby="paytable">
    <h2 id="paytable">${machine.name}: paytable</h2>
    <p class="dim">${how}. Amounts are for a wager of ${money(stake)}.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="What each symbol pays">
      <table>
        <thead><tr><th scope="col">Symbol</th>${counts.map((n) => html`<th scope="col" class="number">${n} of a kind</th>`)}</tr></thead>
        <tbody>${rows.map(
          ({id, pays}) => html`<tr>
          <th scope="row"><span class="named">${symbolPicture(id, machine)}<span>${symbolName(id, machine)}</span></span></th>
          ${counts.map((n) => html`<td class="number">${pays[n] ? html`${money(pays[n] * perLine)}` : '–'}</td>`)}
        </tr>`,
        )}</tbody>
      </table>
    </div>
    <ul class="rules">${rules}</ul>
    ${machine.lines?.length ? html`<h3>Lines</h3>` : nothing}
    <ol class="linelist">${(machine.lines ?? []).map(
      (line) => html`<li>
      <svg viewBox="0 0 50 30" role="img" aria-label=${`rows ${lineRows(line)
        .map((row) => row + 1)
        .join(' ')}`}>
        <polyline points=${lineRows(line)
          .map((row, reel) => `${reel * 10 + 5},${row * 10 + 5}`)
          .join(' ')}></polyline></svg></li>`,
    )}</ol>
    ${sheet ? parSheet(sheet) : nothing}
  </section>`;
}

/** Standard deviations of a round's payout in wagers, up to which the volatility is called so. */
const VOLATILITIES = [
  [3, 'Low'],
  [10, 'Medium'],
  [Infinity, 'High'],
];

const volatilityName = (sigma) => VOLATILITIES.find(([most]) => sigma <= most)[1];

const parSheet = (sheet) => html`<h3>Return and volatility</h3>
  <dl class="facts wide">
    <div><dt>RTP</dt><dd>${percent(sheet.rtp, 3)}</dd></div>
    <div><dt>House edge</dt><dd>${percent(sheet.houseEdge ?? 1 - sheet.rtp, 3)}</dd></div>
    <div><dt>Hit frequency</dt><dd>${percent(sheet.hitFrequency)}</dd></div>
    <div><dt>Volatility</dt><dd>${volatilityName(sheet.volatility)}</dd></div>
    <div><dt>Max win</dt><dd>${count(sheet.maxWin)} × wager</dd></div>
  </dl>
  <details><summary>What these figures mean</summary><p>RTP is the share of all wagers that is paid back in the long run, computed from every combination of
    the reels; hit frequency is how often a round pays. The standard deviation of a payout is ${Number(sheet.volatility).toFixed(2)} × the wager.</p></details>`;

customElements.define('slot-reels', SlotReels);
