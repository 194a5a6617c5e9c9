// The originals as pictures and in words: what a bet is, what it can be paid, and its result.

import {html, nothing, percent, svg} from '/js/core/view.js';

export const RTP_PERCENT = 99;
export const ROLLS = 10_001;
export const RESULTS = 100_000_000;

/** With how many of the 10 001 rolls a bet on dice wins. */
const diceWays = ({direction, target}) => (direction === 'over' ? ROLLS - 1 - target : target);

/** What a bet on dice is paid when it wins, hundredths. */
export const diceMultiplier = (bet) => Math.floor((RTP_PERCENT * ROLLS) / diceWays(bet));

/** The targets a bet can have, hundredths. */
export const TARGETS = {over: [200, 9_999], under: [1, 9_800], limbo: [101, 100_000_000]};

/** The pay table of a bet: `{multipliers, parSheet}`, as the casino publishes it; none where a target is chosen. */
export const payTableOf = ({rows, segments, picks, risk}, tables) =>
  tables.find((one) => one.risk === risk && one.size === (rows ?? segments ?? picks?.length) && risk !== undefined);

/** Chance, multiplier and return of a bet that wins or loses. */
export function oddsOf(game, bet) {
  const [ways, total, multiplier] =
    game === 'dice'
      ? [diceWays(bet), ROLLS, diceMultiplier(bet)]
      : [Math.floor((RTP_PERCENT * RESULTS) / bet.target), RESULTS, bet.target];
  return {chance: ways / total, multiplier, rtp: (ways * multiplier) / (100 * total)};
}

/** 150 → "1.50 ×", 100000 → "1,000.00 ×". */
export const times = (hundredths) =>
  `${(hundredths / 100).toLocaleString('en', {minimumFractionDigits: 2, maximumFractionDigits: 2})} ×`;

/** Hundredths as they are written: 5050 → "50.50". */
export const decimal = (hundredths) => (hundredths / 100).toFixed(2);

/** A chance as percent, with as many decimals as a small one needs. */
export const chanceWords = (chance) => percent(chance, chance >= 0.01 ? 2 : chance >= 0.0001 ? 4 : 7);

/** Which of four looks a multiplier has: lost, part of the stake, a win, a large one. */
const lookOf = (multiplier) =>
  multiplier === 0 ? 'none' : multiplier < 100 ? 'part' : multiplier < 1_000 ? 'win' : 'top';

/** What a bet is, as a player says it. */
export const betWords = {
  dice: ({direction, target}) => `Roll ${direction} ${decimal(target)}`,
  limbo: ({target}) => `Target ${times(target)}`,
  plinko: ({rows, risk}) => `${rows} rows, ${risk} risk`,
  wheel: ({segments, risk}) => `${segments} segments, ${risk} risk`,
  keno: ({picks, risk}) => `${picks.length ? `Numbers ${picks.join(', ')}` : 'No numbers'}, ${risk} risk`,
};

/** What a result is, as a player says it. */
export const resultWords = {
  dice: ({roll}) => `Rolled ${decimal(roll)}`,
  limbo: ({reached}) => `Reached ${times(reached)}`,
  plinko: ({slot, path}) => `Slot ${slot + 1} of ${path.length + 1}`,
  wheel: ({segment}) => `Segment ${segment + 1}`,
  keno: ({hits, drawn}) => `${hits} of ${drawn.length} drawn were yours`,
};

const PICTURES = {
  dice({bet, result}) {
    const at = bet.target / 100;
    const over = bet.direction === 'over';
    return html`<svg class="dice" viewBox="-4 0 108 26" role="img" aria-label=${`0 to 100, wins ${bet.direction} ${decimal(bet.target)}${result ? `, rolled ${decimal(result.roll)}` : ''}`}>
      <rect class="lose" y="12" width="100" height="6" rx="3"></rect>
      <rect class="win" x=${over ? at : 0} y="12" width=${over ? 100 - at : at} height="6" rx="3"></rect>
      <path class="target" d=${`M${at} 10v10`}></path>
      ${[0, 25, 50, 75, 100].map((mark) => svg`<text x=${mark} y="25">${mark}</text>`)}
      ${
        result
          ? svg`<g class=${result.multiplier ? 'gain' : 'loss'}><path class="roll" d=${`M${result.roll / 100} 12l-3-5h6Z`}></path>
            <text class="rolled" x=${Math.min(Math.max(result.roll / 100, 6), 94)} y="6">${decimal(result.roll)}</text></g>`
          : nothing
      }
    </svg>`;
  },

  limbo({bet, result}) {
    return html`<p class="reached ${result ? (result.multiplier ? 'gain' : 'loss') : ''}">${result ? times(result.reached) : '–'}</p>
      <p class="aim">Target ${times(bet.target)}</p>`;
  },

  plinko({bet, result, pays, rows = Infinity}) {
    const {rows: count} = bet;
    const width = (count + 1) * 20;
    const floor = count * 11 + 10;
    const path = result ? result.path.slice(0, rows) : [];
    const spots = [[width / 2, 2]];
    for (const [row, turn] of path.entries()) {
      spots.push([spots[row][0] + (turn ? 10 : -10), (row + 1) * 11 + 2]);
    }
    const isDown = result && path.length === count;
    return html`<svg class="plinko" viewBox=${`0 0 ${width} ${floor + 54}`} role="img" aria-label=${isDown ? `The ball is in slot ${result.slot + 1} of ${count + 1}, which pays ${times(result.multiplier)}` : `${count} rows of pins`}>
      ${Array.from({length: count}, (_, row) =>
        Array.from(
          {length: row + 1},
          (_none, pin) =>
            svg`<circle class="pin" cx=${width / 2 + (pin - row / 2) * 20} cy=${row * 11 + 8} r="2"></circle>`,
        ),
      )}
      ${(pays ?? []).map(
        (multiplier, slot) => svg`<g class="slot ${lookOf(multiplier)}" ?data-hit=${isDown && slot === result.slot}>
          <rect x=${slot * 20 + 1} y=${floor} width="18" height="52" rx="3"></rect>
          <text transform=${`translate(${slot * 20 + 14} ${floor + 48}) rotate(-90)`}>${decimal(multiplier)}</text></g>`,
      )}
      ${result ? svg`<path class="fall" d=${`M${spots.map((spot) => spot.join(' ')).join('L')}`}></path><circle class="ball" cx=${spots.at(-1)[0]} cy=${spots.at(-1)[1]} r="5"></circle>` : nothing}
    </svg>`;
  },

  wheel({bet, result, pays}) {
    const {segments} = bet;
    const angle = (2 * Math.PI) / segments;
    const edge = (at) => `${60 * Math.sin(at)} ${-60 * Math.cos(at)}`;
    const turn = result ? -((result.segment + 0.5) * 360) / segments : 0;
    return html`<svg class="fortune" viewBox="-64 -72 128 138" role="img" aria-label=${result ? `The wheel stopped at segment ${result.segment + 1}, which pays ${times(result.multiplier)}` : `A wheel of ${segments} segments`}>
      <g transform=${`rotate(${turn})`}>${(pays ?? []).map(
        (multiplier, segment) =>
          svg`<path class="segment ${lookOf(multiplier)}" ?data-hit=${result?.segment === segment} d=${`M0 0L${edge(segment * angle)}A60 60 0 0 1 ${edge((segment + 1) * angle)}Z`}></path>`,
      )}</g>
      <circle class="hub" r="30"></circle>
      <text class="paid" y="6">${result ? times(result.multiplier) : ''}</text>
      <path class="pointer" d="M-6-71h12l-6 12Z"></path>
    </svg>`;
  },

  keno({bet, result, pick, locked}) {
    const stateOf = (number) => {
      const isPicked = bet.picks.includes(number);
      const isDrawn = result?.drawn.includes(number) ?? false;
      return isPicked && isDrawn ? 'hit' : isPicked ? 'picked' : isDrawn ? 'drawn' : 'free';
    };
    const told = {hit: 'picked, drawn', picked: 'picked', drawn: 'drawn', free: ''};
    return html`<div class="numbers" role="group" aria-label="Numbers">${Array.from({length: 40}, (_, index) => {
      const number = index + 1;
      const state = stateOf(number);
      return pick
        ? html`<button type="button" data-number=${number} data-state=${state} aria-pressed=${state === 'hit' || state === 'picked' ? 'true' : 'false'}
            ?disabled=${locked} @click=${() => pick(number)}>${number}<span class="hidden">${state === 'hit' || state === 'drawn' ? ' drawn' : ''}</span></button>`
        : html`<span data-number=${number} data-state=${state}>${number}<span class="hidden"> ${told[state]}</span></span>`;
    })}</div>`;
  },
};

/**
 * A bet as a picture, and its result if there is one.
 *
 * @param of `{bet, result, pays}`; `rows` how far a ball has fallen, `pick` what a press of a number does
 */
export const originalPicture = (game, of) =>
  html`<div class="original" data-original=${game}>${PICTURES[game](of)}</div>`;

/** What a table pays and how often, from its PAR sheet. */
export const paysTable = ({parSheet}) => html`<table class="odds"><caption>Payouts</caption>
  <thead><tr><th scope="col">Pays</th><th scope="col" class="number">Chance</th></tr></thead>
  <tbody>${parSheet.contributions.map(
    ({name, frequency}) => html`<tr><th scope="row">${name}</th><td class="number">${chanceWords(frequency)}</td></tr>`,
  )}</tbody></table>`;
