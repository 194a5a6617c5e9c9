// A fruit slots round as a picture, and the same round from its seeds.

import {money} from '/js/core/view.js';
import {fruitMachine, spinPicture, symbolName, winWords} from '/js/games/reels.js';

export const needs = '/games/slots';

export const picture = ({result}, facts) => spinPicture(result, fruitMachine(facts.machine));

export async function recompute(round, facts, draws) {
  const machine = fruitMachine(facts.machine);
  const {playSpin} = await import('/js/games/fruit-rules.js');
  const mine = await playSpin(facts.machine, round.stake, draws);
  const theirs = round.result;
  return [
    {
      name: 'The 15 positions',
      lines: mine.grid.map((row) => row.map((id) => symbolName(id, machine)).join(' · ')),
      ok: JSON.stringify(mine.grid) === JSON.stringify(theirs.grid),
    },
    {
      name: 'What every line pays',
      lines: [
        ...mine.wins.map((win) => `Line ${win.line + 1}: ${winWords(win, machine)}`),
        `Together ${money(mine.payout)}`,
      ],
      ok: mine.payout === round.payout && keys(mine) === keys(theirs),
    },
  ];
}

const keys = ({wins}) =>
  wins
    .map(({line, symbol, count, payout}) => `${line}:${symbol}:${count}:${payout}`)
    .sort()
    .join();
