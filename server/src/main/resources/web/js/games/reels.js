// Five reels of three, their spin, and the lines drawn over them. Plays no money: it shows a grid.

import {wait} from '/js/core/api.js';
import {View, drawing, html, nothing, stillness, svg} from '/js/core/view.js';

const REELS = 5;
const ROWS = 3;
// What passes by while spinning: enough that the eye finds no pattern, few enough to paint at once.
const PASSING = 12;

/** Ids of our drawings; a machine file may name others, which are then written out. */
const DRAWN = new Set([
  'lighthouse', 'compass', 'anchor', 'whale', 'sailboat', 'lantern', 'rope', 'shell', 'crab', 'starfish',
]);

/** The machine's name for a symbol. */
export const symbolName = (id, machine) => machine?.symbols.find((symbol) => symbol.id === id)?.name ?? id;

export const symbolPicture = (id, machine) =>
  DRAWN.has(id) ? drawing(`sym-${id}`, 'symbol') : html`<span class="symbol word">${symbolName(id, machine)}</span>`;

/** The rows of a payline, reel by reel, from `[1,1,1,1,1]` or `"11111"`. */
export const lineRows = (line) => Array.from(line, Number);

/** Reads the grid aloud, row by row. */
export const gridWords = (grid, machine) => grid.map((row) => row.map((id) => symbolName(id, machine)).join(', ')).join('; ');

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

  /** Sets all reels in motion until `land`. */
  spin() {
    this.wins = [];
    this.scatter = null;
    this.marked = null;
    if (stillness()) {
      return;
    }
    this.turning = [...this.querySelectorAll('.strip')].map((strip, reel) => {
      strip.parentElement.dataset.spinning = '';
      const travel = `${(-100 * PASSING) / (PASSING + ROWS)}%`;
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
    this.turning[reel].cancel();
    const element = this.querySelectorAll('.reel')[reel];
    this.grid = this.grid.map((row, index) => row.map((id, column) => (column === reel ? grid[index][column] : id)));
    const landing = element.querySelector('.strip').animate(
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
      return nothing;
    }
    const lit = this.#winningCells();
    return html`<div class="reels" role="img" aria-label=${`Reels, row by row: ${gridWords(this.grid, this.machine)}`}>
      ${Array.from({length: REELS}, (_, reel) => html`<div class="reel"><div class="strip">
        ${Array.from({length: ROWS}, (_, row) => html`<div class="cell" data-win=${lit.size ? lit.has(row * REELS + reel) : nothing}>
          ${symbolPicture(this.grid[row][reel], this.machine)}
        </div>`)}
        ${this.#passing(reel).map((id) => html`<div class="cell passing">${symbolPicture(id, this.machine)}</div>`)}
      </div></div>`)}
      <svg class="lines" viewBox="0 0 50 30" aria-hidden="true">
        ${this.#shownWins().map((win) => this.#path(win))}
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
    return svg`<polyline class="line l${this.wins.indexOf(win) % 6}" points=${`0,${rows[0] * 10 + 5} ${points} 50,${rows[4] * 10 + 5}`}></polyline>`;
  }

  #winningCells() {
    const cells = new Set();
    for (const {line, count} of this.#shownWins()) {
      lineRows(this.machine.lines[line]).slice(0, count).forEach((row, reel) => cells.add(row * REELS + reel));
    }
    if (this.scatter && this.marked === null) {
      const {symbol} = this.machine.scatter;
      this.grid.flat().forEach((id, cell) => id === symbol && cells.add(cell));
    }
    return cells;
  }
}

customElements.define('slot-reels', SlotReels);
