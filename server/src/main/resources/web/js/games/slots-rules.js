// The slots rules again, in the browser: from draws to stops, grid and wins, for checking a round.

import {lineRows} from '/js/games/reels.js';

/** Plays a round as the casino does: the paid spin, then its free spins from the same stream. */
export async function playRound(machine, stake, draws) {
  const paid = await spin(machine, stake, draws, false);
  const freeSpins = [];
  const most = machine.freeSpins?.maxPerRound ?? 0;
  let due = Math.min(paid.freeSpinsAwarded, most);
  while (freeSpins.length < due) {
    const free = await spin(machine, stake, draws, true);
    freeSpins.push(free);
    due = Math.min(due + free.freeSpinsAwarded, most);
  }
  const sum = [paid, ...freeSpins].reduce((total, one) => total + one.payout, 0);
  const payout = Math.min(sum, stake * machine.maxWinMultiple);
  return {...paid, freeSpins, payout, capped: payout < sum};
}

async function spin(machine, stake, draws, free) {
  const rule = machine.freeSpins;
  const multiplier = free ? rule.multiplier : 1;
  const stops = [];
  for (const strip of machine.strips) {
    stops.push(await draws.below(strip.length));
  }
  const grid = gridAt(machine, stops);
  const lineBet = stake / machine.lines.length;
  const wins = machine.lines
    .map((line, index) => ({
      line: index,
      ...lineWin(
        machine,
        lineRows(line).map((row, reel) => grid[row][reel]),
      ),
    }))
    .filter(({pay}) => pay > 0)
    .map(({pay, ...win}) => ({...win, payout: pay * lineBet * multiplier}));
  const scatters = machine.scatter ? grid.flat().filter((id) => id === machine.scatter.symbol).length : 0;
  const freeSpinsAwarded = (free ? rule?.retriggers?.[scatters] : rule?.awards?.[scatters]) ?? 0;
  const scatterPayout = (machine.scatter?.pays?.[scatters] ?? 0) * stake * multiplier;
  const scatter = scatterPayout || freeSpinsAwarded ? {count: scatters, payout: scatterPayout} : null;
  const payout = wins.reduce((total, win) => total + win.payout, scatterPayout);
  return {stops, grid, wins, scatter, freeSpinsAwarded, multiplier, payout};
}

/** The rows seen when each reel rests at its stop: from the top, wrapping around the strip. */
const gridAt = (machine, stops) =>
  Array.from({length: machine.rows}, (_, row) =>
    stops.map((stop, reel) => machine.strips[reel][(stop + row) % machine.strips[reel].length]),
  );

/** The better of two readings: the first symbol that is no wild, or the leading wilds themselves. */
function lineWin(machine, seen) {
  const first = seen.find((id) => id !== machine.wild);
  const natural = first === undefined ? {pay: 0} : run(machine, seen, first);
  const wild = machine.wild ? run(machine, seen, machine.wild) : {pay: 0};
  return wild.pay > natural.pay ? wild : natural;
}

function run(machine, seen, symbol) {
  const stands = (id) => id === symbol || (id === machine.wild && symbol !== machine.scatter?.symbol);
  const broken = seen.findIndex((id) => !stands(id));
  const count = broken < 0 ? seen.length : broken;
  return {symbol, count, pay: machine.symbols.find(({id}) => id === symbol)?.pays[count] ?? 0};
}
